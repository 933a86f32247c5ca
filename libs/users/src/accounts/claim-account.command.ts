import { type Actor, Audited, auditSubject, DomainError, Env, publicUrl } from '@app/core';
import { lockAccounts, sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Mailer } from '../mail/mailer.js';
import { verifyMail } from '../mail/mails.js';
import { hashPassword } from '../passwords/password-hash.js';
import { endSignIns } from '../sessions/end-sign-ins.js';
import { checkAccountFields } from './account-fields.js';
import { AccountLinks, deadLink } from './account-links.js';

export interface Claim {
  /** The secret of the link that the command line printed. */
  token: string;
  email: string;
  password: string;
  /** Left out: it stays as it is. */
  username?: string | undefined;
}

/**
 * Gives an account that was made without them, as the owner's by the first start, an address and a password: sign-ins that there were end, its
 * keys stay. Refused: a link that is used, old or unknown, a bad address, name or password by its field, a taken address or username (conflict).
 */
@Audited<ClaimAccount>(({ claim }) => ({ details: { username: claim.username } }))
export class ClaimAccount extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly claim: Claim,
  ) {
    super();
  }
}

@CommandHandler(ClaimAccount)
export class ClaimAccountHandler implements ICommandHandler<ClaimAccount> {
  constructor(
    private readonly em: EntityManager,
    private readonly env: Env,
    private readonly mailer: Mailer,
    private readonly links: AccountLinks,
  ) {}

  async execute({ claim }: ClaimAccount): Promise<void> {
    const email = await checkAccountFields(claim, await this.links.deathOf(this.em, 'claim', claim.token));
    const passwordHash = await hashPassword(claim.password);
    const { username, secret } = await transaction(this.em, async (em) => {
      await lockAccounts(em);
      const { userId } = await this.links.spend(em, 'claim', claim.token);
      if (userId === null) throw deadLink('claim');
      auditSubject(userId);
      await refuseTaken(em, userId, email, claim.username);
      const [user] = await sql<{ username: string }>(
        em,
        CLAIM,
        // Where no mail is sent, who runs the server and printed the link vouches for the address.
        [userId, email, passwordHash, claim.username ?? null, this.mailer.sends],
      );
      if (!user) throw deadLink('claim');
      await this.links.end(em, 'claim', userId);
      await endSignIns(em, userId);
      return { username: user.username, secret: await this.links.issue(em, 'verify', { userId, email }) };
    });
    if (secret !== undefined && this.mailer.sends) this.mailer.send(email, verifyMail(publicUrl(this.env), secret, username));
  }
}

/** Whoever wants weekly reports can get them once the address is confirmed. */
const CLAIM = `
  UPDATE users
     SET email = $2, password_hash = $3, username = coalesce($4, username), modified_at = now(),
         email_confirmed_at = now() + CASE WHEN $5 THEN NULL ELSE interval '0' END,
         report_due_at = CASE WHEN weekly_report THEN to_timestamp(0) END
   WHERE id = $1 AND (password_hash IS NULL OR email IS NULL)
  RETURNING username`;

/** Who claims runs the server: they may know what is taken. */
async function refuseTaken(em: EntityManager, userId: number, email: string, username: string | undefined): Promise<void> {
  const [taken] = await sql<{ email: boolean }>(
    em,
    'SELECT email IS NOT DISTINCT FROM $2 AS email FROM users WHERE id <> $1 AND (email = $2 OR lower(username) = lower($3)) LIMIT 1',
    [userId, email, username ?? null],
  );
  if (!taken) return;
  const field = taken.email ? 'email' : 'username';
  throw new DomainError('conflict', `${field}.taken`, `${field}: Taken by another account here; use another.`, {
    [field]: ['Taken; use another.'],
  });
}
