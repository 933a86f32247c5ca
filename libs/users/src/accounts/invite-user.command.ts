import { type Actor, Audited, badParameter, DomainError, Env, must, publicUrl } from '@app/core';
import { transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Mailer } from '../mail/mailer.js';
import { inviteMail, linkTo } from '../mail/mails.js';
import { emailOf } from './account-fields.js';
import { AccountLinks } from './account-links.js';

export interface Invitation {
  link: string;
  /** Whether the mail server took a mail with the link. */
  mailed: boolean;
  /** Why it did not; undefined where none was to be sent. For who runs this server. */
  problem?: string | undefined;
}

/**
 * Makes an invitation: a link, good once and for seven days, by which somebody signs up. With an address it is good for that one only, and is
 * mailed there where mails can be sent. Refused: a bad address, a server where nobody can sign up.
 */
@Audited<InviteUser>(() => ({}))
export class InviteUser extends Command<Invitation> {
  constructor(
    readonly actor: Actor,
    readonly email?: string,
  ) {
    super();
  }
}

@CommandHandler(InviteUser)
export class InviteUserHandler implements ICommandHandler<InviteUser> {
  constructor(
    private readonly em: EntityManager,
    private readonly env: Env,
    private readonly mailer: Mailer,
    private readonly links: AccountLinks,
  ) {}

  async execute({ email: written }: InviteUser): Promise<Invitation> {
    if (this.env.REGISTRATION === 'closed') {
      throw new DomainError('forbidden', 'registration.closed', 'Nobody can sign up here: set REGISTRATION to invite or open first.');
    }
    const email = written === undefined ? null : emailOf(written);
    if (email === undefined) throw badParameter('email', 'This is not an e-mail address. Write it as name@example.com.');
    const secret = must(
      await transaction(this.em, (em) => this.links.issue(em, 'invite', { userId: null, email })),
      'link of an invitation',
    );
    const base = publicUrl(this.env);
    if (email === null || !this.mailer.sends)
      return { link: linkTo(base, 'register', { invite: secret, ...(email && { email }) }), mailed: false };
    const mail = inviteMail(base, secret, email);
    const problem = await this.mailer.sendNow(email, mail);
    return { link: mail.link, mailed: problem === undefined, problem };
  }
}
