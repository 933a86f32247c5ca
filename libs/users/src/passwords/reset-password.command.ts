import { type Actor, Audited, auditSubject } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { checkPassword, refuse } from '../accounts/account-fields.js';
import { AccountLinks, deadLink, type LinkOf } from '../accounts/account-links.js';
import { revokeAllKeys } from '../keys/revoke-all-keys.js';
import { AccountNotices } from '../mail/account-notices.js';
import { Mailer } from '../mail/mailer.js';
import { endSignIns } from '../sessions/end-sign-ins.js';
import { hashPassword } from './password-hash.js';
import { passwordLengthProblem } from './password-strength.js';
import { lockUser, storePassword } from './store-password.js';

/**
 * Sets a new password by a mailed link. All sessions of the account end, all keys that signing in made and all other such links; its address is
 * confirmed, as the link was read there, and if it was not before, all keys made since it was written end. Refused: a link that is used, old or unknown, a weak password; the link is good for another try then.
 */
@Audited<ResetPassword>(({ revokeKeys }) => ({ details: { revokeKeys } }))
export class ResetPassword extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly token: string,
    readonly password: string,
    /** Whether all keys end too, also those that were made by hand. */
    readonly revokeKeys = false,
  ) {
    super();
  }
}

/** Whoever wants weekly reports can get them from now on. */
const CONFIRM = `
  UPDATE users SET email_confirmed_at = now(), report_due_at = CASE WHEN weekly_report THEN to_timestamp(0) END
   WHERE id = $1 AND email = $2 AND email_confirmed_at IS NULL
  RETURNING id`;

/** Keys made since the address was written, which is when its confirmation was asked for. */
const REVOKE_UNPROVEN = `
  UPDATE api_keys SET revoked_at = now()
   WHERE user_id = $1 AND revoked_at IS NULL
     AND created_at >= coalesce((SELECT max(created_at) FROM account_tokens WHERE user_id = $1 AND kind = 'verify'), '-infinity')`;

const NOBODYS: LinkOf = { userId: null, email: null };

@CommandHandler(ResetPassword)
export class ResetPasswordHandler implements ICommandHandler<ResetPassword> {
  constructor(
    private readonly em: EntityManager,
    private readonly mailer: Mailer,
    private readonly links: AccountLinks,
    private readonly notices: AccountNotices,
  ) {}

  async execute({ token, password, revokeKeys }: ResetPassword): Promise<void> {
    const { userId, email } = (await this.links.find(this.em, ['reset'], token)) ?? NOBODYS;
    if (userId === null) return refuse({ password: passwordLengthProblem(password) }, deadLink('reset'));
    const [user] = await sql<{ username: string }>(this.em, 'SELECT username FROM users WHERE id = $1', [userId]);
    await checkPassword('password', password, [email, user?.username]);
    const passwordHash = await hashPassword(password);
    await transaction(this.em, async (em) => {
      auditSubject(userId);
      await lockUser(em, userId);
      await this.links.spend(em, 'reset', token);
      await this.links.end(em, 'reset', userId);
      await this.links.end(em, 'email', userId);
      await storePassword(em, userId, passwordHash);
      const [confirmed] = await sql(em, CONFIRM, [userId, email]);
      await endSignIns(em, userId);
      // Until now the account may have been somebody else's who wrote this address: no key that was made since may stay. Where links are only
      // printed, having one proves nothing about the address.
      if (confirmed && this.mailer.sends) await sql(em, REVOKE_UNPROVEN, [userId]);
      if (revokeKeys) await revokeAllKeys(em, userId);
    });
    this.notices.passwordChanged(userId);
  }
}
