import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * A link that works once: to confirm an address, set a new password, claim the owner's account or sign up on invitation. Known only by the
 * SHA-256 of its secret. Written by libs/users.
 */
const AccountTokenSchema = defineEntity({
  name: 'AccountToken',
  tableName: 'account_tokens',
  properties: {
    id: p.integer().primary(),
    /** Whose; null for an invitation. */
    userId: p.integer().nullable().index(),
    /** `verify`, `email` (another one), `reset`, `claim` or `invite`. */
    kind: p.text(),
    hash: p.blob().unique(),
    /** The address it was sent to: it confirms that one, not a later one. */
    email: p.text().nullable(),
    createdAt: p.datetime().defaultRaw('now()'),
    expiresAt: p.datetime(),
    usedAt: p.datetime().nullable(),
  },
});

export class AccountToken extends AccountTokenSchema.class {}
AccountTokenSchema.setClass(AccountToken);
