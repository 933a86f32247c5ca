import { type Actor, Audited } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { checkPassword } from '../accounts/account-fields.js';
import { AccountLinks } from '../accounts/account-links.js';
import { AccountNotices } from '../mail/account-notices.js';
import { endSignIns } from '../sessions/end-sign-ins.js';
import { hashPassword } from './password-hash.js';
import { lockUser, storePassword } from './store-password.js';

/** Sets a user's password without the old one, as the operator may. All sign-ins end as by `ResetPassword`. Refused: a weak password. */
@Audited<SetPassword>(({ userId }) => ({ subjectId: userId }))
export class SetPassword extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly password: string,
  ) {
    super();
  }
}

@CommandHandler(SetPassword)
export class SetPasswordHandler implements ICommandHandler<SetPassword> {
  constructor(
    private readonly em: EntityManager,
    private readonly links: AccountLinks,
    private readonly notices: AccountNotices,
  ) {}

  async execute({ userId, password }: SetPassword): Promise<void> {
    const [user] = await sql<{ email: string | null; username: string }>(this.em, 'SELECT email, username FROM users WHERE id = $1', [
      userId,
    ]);
    await checkPassword('password', password, [user?.email, user?.username]);
    const passwordHash = await hashPassword(password);
    await transaction(this.em, async (em) => {
      await lockUser(em, userId);
      await storePassword(em, userId, passwordHash);
      await this.links.end(em, 'reset', userId);
      await this.links.end(em, 'email', userId);
      await endSignIns(em, userId);
    });
    this.notices.passwordChanged(userId);
  }
}
