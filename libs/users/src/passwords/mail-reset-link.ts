import { type Actor, type Env, publicUrl } from '@app/core';
import { insertAuditRow } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { AccountLinks } from '../accounts/account-links.js';
import type { Mailer } from '../mail/mailer.js';
import { resetMail } from '../mail/mails.js';

/** Mails a link to set a new password, beside the answer. Not more than five an hour and account. */
export function mailResetLink(
  { em, env, mailer, links }: { em: EntityManager; env: Env; mailer: Mailer; links: AccountLinks },
  actor: Actor,
  user: { id: number; username: string; email: string },
): void {
  // No link is made that nobody gets.
  if (!mailer.sends) return mailer.send(user.email, resetMail(publicUrl(env), '', user.username));
  mailer.later(async () => {
    const secret = await em.fork().transactional(async (tx) => {
      const issued = await links.issue(tx, 'reset', { userId: user.id, email: user.email });
      if (issued !== undefined) await insertAuditRow(tx, { actor, message: 'ResetLinkIssued', subjectId: user.id });
      return issued;
    });
    if (secret !== undefined) mailer.send(user.email, resetMail(publicUrl(env), secret, user.username));
  });
}
