import { Audited, DomainError, Env, publicUrl, type UserActor } from '@app/core';
import { insertAuditRow, sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AccountNotices } from '../mail/account-notices.js';
import { Mailer } from '../mail/mailer.js';
import { changeEmailMail, notYoursMail } from '../mail/mails.js';
import { isPassword } from '../passwords/password-hash.js';
import { lockUser } from '../passwords/store-password.js';
import { emailOf, emailProblem, noEmail, refuse } from './account-fields.js';
import { AccountLinks } from './account-links.js';

/**
 * Asks for another e-mail address. It becomes the account's by the link that is mailed to it, good once and for a day; until then nothing
 * changes. The present address is told. The answer is the same where the new one belongs to another account: then that one gets a mail without
 * a link. Refused: a wrong password, what is no address, the present one, a server without mails (unavailable).
 */
@Audited<ChangeEmail>(({ actor }) => ({ subjectId: actor.userId }))
export class ChangeEmail extends Command<void> {
  constructor(
    readonly actor: UserActor,
    readonly email: string,
    readonly password: string,
  ) {
    super();
  }
}

interface Account {
  email: string | null;
  username: string;
  hash: string | null;
}

@CommandHandler(ChangeEmail)
export class ChangeEmailHandler implements ICommandHandler<ChangeEmail> {
  constructor(
    private readonly em: EntityManager,
    private readonly env: Env,
    private readonly mailer: Mailer,
    private readonly links: AccountLinks,
    private readonly notices: AccountNotices,
  ) {}

  async execute({ actor, email: written, password }: ChangeEmail): Promise<void> {
    this.mailer.checkSends();
    const { userId } = actor;
    const [user] = await sql<Account>(this.em, 'SELECT email, username, password_hash AS hash FROM users WHERE id = $1', [userId]);
    if (!user || !(await isPassword(password, user.hash))) {
      await insertAuditRow(this.em, { actor, message: 'ChangeEmailRefused', subjectId: userId });
      return refuse({ email: emailProblem(written) }, wrongPassword());
    }
    const email = emailOf(written);
    if (email === undefined) throw noEmail();
    if (email === user.email) refuse({ email: 'This is the address of the account already.' });
    const secret = await transaction(this.em, async (em) => {
      await lockUser(em, userId);
      // A password that was changed meanwhile counts no more, whoever knows it.
      const [still] = await sql(em, 'SELECT id FROM users WHERE id = $1 AND password_hash = $2 AND disabled_at IS NULL', [
        userId,
        user.hash,
      ]);
      if (!still) throw wrongPassword();
      const issued = await this.links.issue(em, 'email', { userId, email });
      // Of several the last one counts.
      if (issued !== undefined) await this.links.end(em, 'email', userId, issued);
      return issued;
    });
    if (secret === undefined) return;
    this.notices.emailChanges(userId);
    this.mailer.later(() => this.write(email, secret, user.username));
  }

  /** Beside the answer, so that its time does not tell whether the address is taken. */
  private async write(email: string, secret: string, username: string): Promise<void> {
    const base = publicUrl(this.env);
    const [taken] = await sql(this.em, 'SELECT id FROM users WHERE email = $1', [email]);
    this.mailer.send(email, taken ? notYoursMail(base) : changeEmailMail(base, secret, username));
  }
}

function wrongPassword(): DomainError {
  const text = 'This is not the password of the account. If it has none yet, ask for a link to set one.';
  return new DomainError('invalid', 'password.wrong', text, { password: [text] });
}
