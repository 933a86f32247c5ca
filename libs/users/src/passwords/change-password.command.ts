import { Audited, DomainError, type UserActor } from '@app/core';
import { insertAuditRow, sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { checkPassword, refuse } from '../accounts/account-fields.js';
import { AccountLinks } from '../accounts/account-links.js';
import { AccountNotices } from '../mail/account-notices.js';
import { endSignIns } from '../sessions/end-sign-ins.js';
import { hashPassword, isPassword } from './password-hash.js';
import { passwordLengthProblem } from './password-strength.js';
import { lockUser, storePassword } from './store-password.js';

/**
 * Sets a new password in place of the current one. All other sessions end, all other keys that signing in made and all links to set a password;
 * the sign-in of who asks goes on. Refused by field: a wrong current password, a weak new one.
 */
@Audited<ChangePassword>(({ actor }) => ({ subjectId: actor.userId }))
export class ChangePassword extends Command<void> {
  constructor(
    readonly actor: UserActor,
    readonly passwords: { current: string; next: string },
  ) {
    super();
  }
}

@CommandHandler(ChangePassword)
export class ChangePasswordHandler implements ICommandHandler<ChangePassword> {
  constructor(
    private readonly em: EntityManager,
    private readonly links: AccountLinks,
    private readonly notices: AccountNotices,
  ) {}

  async execute({ actor, passwords: { current, next } }: ChangePassword): Promise<void> {
    const { userId } = actor;
    const [user] = await sql<{ email: string | null; username: string; hash: string | null }>(
      this.em,
      'SELECT email, username, password_hash AS hash FROM users WHERE id = $1',
      [userId],
    );
    if (!(await isPassword(current, user?.hash))) {
      await insertAuditRow(this.em, { actor, message: 'ChangePasswordRefused', subjectId: userId });
      return refuse({ new_password: passwordLengthProblem(next) }, wrong());
    }
    await checkPassword('new_password', next, [user?.email, user?.username]);
    const passwordHash = await hashPassword(next);
    await transaction(this.em, async (em) => {
      await lockUser(em, userId);
      const [same] = await sql(em, 'SELECT id FROM users WHERE id = $1 AND password_hash = $2', [userId, user?.hash]);
      if (!same) throw wrong();
      await storePassword(em, userId, passwordHash);
      await this.links.end(em, 'reset', userId);
      await this.links.end(em, 'email', userId);
      await endSignIns(em, userId, actor);
    });
    this.notices.passwordChanged(userId);
  }
}

function wrong(): DomainError {
  const text = 'This is not the current password. If you do not know it, ask for a link to set a new one.';
  return new DomainError('invalid', 'password.wrong', text, { current_password: [text] });
}
