import { randomBytes } from 'node:crypto';
import { type Actor, Audited, auditSubject, DomainError, Env, machineZone, publicUrl } from '@app/core';
import { lockAccounts, sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Mailer } from '../mail/mailer.js';
import { takenMail, verifyMail } from '../mail/mails.js';
import { hashPassword } from '../passwords/password-hash.js';
import { zoneOf } from './user-rules.js';
import { checkAccountFields, usernamesFor } from './account-fields.js';
import { AccountLinks, deadLink } from './account-links.js';
import { holdUsername, isHeld } from './held-usernames.js';
import { insertUser, type NewUser } from './insert-user.js';

/** Who signs up. Left out: the username is made from the address, the name shown is the username, the zone is the server's. */
export interface SignUp {
  email: string;
  password: string;
  username?: string | undefined;
  displayName?: string | undefined;
  /** IANA zone. */
  zone?: string | undefined;
  /** The secret of an invitation's link, needed where REGISTRATION is `invite`. */
  invite?: string | undefined;
}

/**
 * Signs a person up as REGISTRATION allows: there is an account, and a mail to confirm its address, unless the secret of an invitation into an
 * organization confirms it already. Who signs up on an instance without any
 * account is its owner. Where the address has an account already, none is made and the mail goes to who has it; the caller cannot tell,
 * also not by the username, which stays taken either way.
 * Refused: a bad address, name or password by its field, a taken username (conflict), no or a used-up invitation, a closed server.
 */
@Audited<RegisterUser>(() => ({}))
export class RegisterUser extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly signUp: SignUp,
  ) {
    super();
  }
}

const CONFIRM = `
  UPDATE users SET email_confirmed_at = now(), report_due_at = CASE WHEN weekly_report THEN to_timestamp(0) END WHERE id = $1`;

/** The account with the address: the new one, or the one that has it. */
interface Found {
  id: number;
  username: string;
  disabled: boolean;
  made: boolean;
}

@CommandHandler(RegisterUser)
export class RegisterUserHandler implements ICommandHandler<RegisterUser> {
  constructor(
    private readonly em: EntityManager,
    private readonly env: Env,
    private readonly mailer: Mailer,
    private readonly links: AccountLinks,
  ) {}

  async execute({ signUp }: RegisterUser): Promise<void> {
    this.checkPolicy(signUp);
    // First, as weighing and hashing a password takes long: only who is invited may ask for that.
    const dead = this.env.REGISTRATION === 'invite' ? await this.links.deathOfInvite(this.em, signUp.invite ?? '') : undefined;
    const email = await checkAccountFields(signUp, dead);
    const zone = zoneOf(signUp.zone ?? machineZone(this.env));
    const passwordHash = await hashPassword(signUp.password);
    const { account, secret } = await transaction(this.em, async (em) => {
      // One sign-up at a time, and none beside the making of the first owner.
      await lockAccounts(em);
      const isProven = await this.useInvite(em, signUp.invite ?? '', email);
      const username = await freeUsername(em, signUp.username, email);
      const found = await makeUnlessTaken(em, { email, username, displayName: signUp.displayName?.trim() ?? username, zone, passwordHash });
      auditSubject(found.id);
      if (isProven && found.made) {
        await sql(em, CONFIRM, [found.id]);
        return { account: found, secret: undefined };
      }
      // A link is made either way, so that both ways take the same time.
      return { account: found, secret: await this.links.issue(em, found.made ? 'verify' : 'reset', { userId: found.id, email }) };
    });
    if (secret === undefined || account.disabled || !this.mailer.works) return;
    const write = account.made ? verifyMail : takenMail;
    this.mailer.send(email, write(publicUrl(this.env), secret, account.username));
  }

  /**
   * Uses an invitation up where one is needed. One that was made for an address is good for that one only. Returns whether it proves the address: that
   * of an organization does, which was mailed there; it is used up by joining.
   */
  private async useInvite(em: EntityManager, invite: string, email: string): Promise<boolean> {
    const ofOrg = invite === '' ? undefined : await this.links.addressOfOrgInvite(em, invite);
    if (ofOrg === email) return true;
    if (this.env.REGISTRATION !== 'invite') return false;
    if (ofOrg !== undefined) throw deadLink('invite');
    const { email: invited } = await this.links.spend(em, 'invite', invite);
    if (invited !== null && invited !== email) throw deadLink('invite');
    return false;
  }

  private checkPolicy({ invite }: SignUp): void {
    if (this.env.REGISTRATION === 'closed') {
      throw new DomainError('forbidden', 'registration.closed', 'Nobody can sign up here. Ask the administrator for an account.');
    }
    if (this.env.REGISTRATION === 'invite' && !invite) {
      throw new DomainError(
        'forbidden',
        'registration.invite-only',
        'Signing up here needs an invitation. Ask the administrator for a link.',
      );
    }
  }
}

/** The username asked for, or the first free one for the address. */
async function freeUsername(em: EntityManager, wanted: string | undefined, email: string): Promise<string> {
  const candidates = wanted === undefined ? usernamesFor(email, randomBytes(4).toString('hex')) : [wanted];
  const [free] = await sql<{ name: string }>(
    em,
    `SELECT name FROM unnest($1::text[]) WITH ORDINALITY AS candidates (name, n)
      WHERE NOT EXISTS (SELECT FROM users WHERE lower(username) = lower(name)) AND NOT ${isHeld('name')} ORDER BY n LIMIT 1`,
    [candidates],
  );
  if (!free) throw usernameTaken();
  return free.name;
}

async function makeUnlessTaken(em: EntityManager, user: NewUser & { email: string }): Promise<Found> {
  const made = await insertUser(em, { ...user, ownsIfFirst: true });
  if (made) return { id: made.userId, username: user.username, disabled: false, made: true };
  const [taken] = await sql<Omit<Found, 'made'>>(
    em,
    'SELECT id, username, disabled_at IS NOT NULL AS disabled FROM users WHERE email = $1',
    [user.email],
  );
  // Not the address: then somebody took the name in this moment.
  if (!taken) throw usernameTaken();
  await holdUsername(em, user.username);
  return { ...taken, made: false };
}

function usernameTaken(): DomainError {
  return new DomainError('conflict', 'username.taken', 'This username is taken; choose another.', { username: ['Taken; choose another.'] });
}
