import { Clock, Env, must, publicUrl } from '@app/core';
import { sql } from '@app/database';
import { Mailer, MailNotTaken, newSecret, orgInviteMail } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { INVITERS } from './invite-rules.js';
import { worksSql } from './invite-rows.js';

/** Mails that one process takes in hand at once. */
const AT_ONCE = 10;
/** A mail that was taken in hand and not sent by then is somebody else's: who had it is gone. */
const TAKEN_MINUTES = 5;
const MOST_TRIES = 6;
/** Of whatever organizations, within a day, so that nobody's mailbox is filled through us. */
const MOST_TO_ONE_ADDRESS = 10;

/** A mail that is to be sent now. */
interface DueMail {
  id: number;
  email: string;
  org: string;
  slug: string;
  inviter: string;
  username: string;
  role: string;
}

const DUE = `
  SELECT i.id FROM org_invites i
   WHERE i.mail_due_at <= $1::timestamptz AND ${worksSql('$1::timestamptz', '$2')}
     AND (SELECT coalesce(sum(e.asks), 0) FROM org_invites e WHERE e.email = i.email AND e.id <> i.id AND e.asked_at > $1::timestamptz - interval '1 day')
         + i.asks <= ${MOST_TO_ONE_ADDRESS}
   ORDER BY i.mail_due_at, i.id
   LIMIT ${AT_ONCE}
     FOR UPDATE OF i SKIP LOCKED`;
/** Each gets the secret of its mail, and is due again later: should this process end, another sends a mail with another secret. */
const TAKE = `
  UPDATE org_invites i
     SET token_hash = t.hash, mail_tries = i.mail_tries + 1,
         mail_due_at = CASE WHEN i.mail_tries + 1 < ${MOST_TRIES}
                            THEN $3::timestamptz + interval '${TAKEN_MINUTES} minutes' * (i.mail_tries + 1) ^ 2 END
    FROM unnest($1::int[], $2::bytea[]) AS t (id, hash), organizations o, users u
   WHERE i.id = t.id AND o.id = i.org_id AND u.id = i.invited_by
  RETURNING i.id, i.email, i.role, o.name AS org, o.slug, u.display_name AS inviter, u.username`;
/** Only where the link is still the one that was sent. */
const SENT = 'UPDATE org_invites SET mail_due_at = NULL, mailed_at = $3 WHERE id = $1 AND token_hash = $2';
const REFUSED = 'UPDATE org_invites SET mail_due_at = NULL WHERE id = $1 AND token_hash = $2';

/**
 * Sends the mails of invitations. What is due stands in the table, so that none is lost; the secret of a link is made for its mail and is known by its
 * hash alone. No lock is held while the mail server is spoken to.
 */
@Injectable()
export class InviteMails {
  constructor(
    private readonly em: EntityManager,
    private readonly env: Env,
    private readonly clock: Clock,
    private readonly mailer: Mailer,
  ) {}

  /** Sends what is due beside the answer. */
  deliverSoon(): void {
    if (this.mailer.sends) this.mailer.later(() => this.deliver());
  }

  /** Sends what is due, until nothing is, the mail server takes none, or `signal` is aborted. */
  async deliver(signal: AbortSignal = new AbortController().signal): Promise<void> {
    if (!this.mailer.sends) return;
    for (let taken = AT_ONCE; taken === AT_ONCE && !signal.aborted;) taken = await this.deliverSome();
  }

  private async deliverSome(): Promise<number> {
    const secrets = new Map<number, ReturnType<typeof newSecret>>();
    const mails = await this.em.fork().transactional(async (em) => {
      const now = new Date(this.clock.now());
      for (const { id } of await sql<{ id: number }>(em, DUE, [now, INVITERS])) secrets.set(id, newSecret());
      return sql<DueMail>(em, TAKE, [[...secrets.keys()], [...secrets.values()].map(({ hash }) => hash), now]);
    });
    for (const mail of mails) {
      await this.send(mail, must(secrets.get(mail.id), 'secret of a mail')).catch(unlessOfOneMail);
    }
    return mails.length;
  }

  private async send({ id, email, ...news }: DueMail, { shown, hash }: ReturnType<typeof newSecret>): Promise<void> {
    const outcome = await this.mailer.handOver(email, orgInviteMail(publicUrl(this.env), shown, news));
    await (outcome === 'sent'
      ? sql(this.em.fork(), SENT, [id, hash, new Date(this.clock.now())])
      : sql(this.em.fork(), REFUSED, [id, hash]));
  }
}

/** What one mail failed of for now holds up no other: it is due again. */
function unlessOfOneMail(error: unknown): void {
  if (!(error instanceof MailNotTaken && error.isOfOneMail)) throw error;
}
