import { defineEntity, p } from '@mikro-orm/postgresql';

/** An account. Written by libs/users. Inside it is `id`, outside always `public_id`. */
const UserSchema = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: p.integer().primary(),
    publicId: p.uuid().unique(),
    username: p.text().unique(),
    displayName: p.text(),
    email: p.text().nullable().unique(),
    /** IANA zone that the user's days are cut in. */
    timezone: p.text(),
    /** Keystroke timeout in minutes, 1 to 240. */
    timeout: p.smallint().default(15),
    /** Whether only heartbeats that saved a file are joined into time. */
    writesOnly: p.boolean().default(false),
    /** 0 = Sunday … 6 = Saturday. */
    weekdayStart: p.smallint().default(1),
    isOwner: p.boolean().default(false),
    createdAt: p.datetime().defaultRaw('now()'),
    modifiedAt: p.datetime().nullable(),
  },
});

export class User extends UserSchema.class {}
UserSchema.setClass(User);
