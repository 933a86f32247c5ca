import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * A username that a sign-up asked for whose address has an account already. It stays taken, as it would if the address had been free: else the
 * name would tell which of the two it was. Written by libs/users.
 */
const HeldUsernameSchema = defineEntity({
  name: 'HeldUsername',
  tableName: 'held_usernames',
  properties: {
    /** In lower case. */
    username: p.text().primary(),
  },
});

export class HeldUsername extends HeldUsernameSchema.class {}
HeldUsernameSchema.setClass(HeldUsername);
