import { textOf } from '@app/compat';
import { type Mail, stopHeaders, unsubscribeToken } from '@app/users';
import { reportHtml } from './report-html.js';
import { reportText } from './report-text.js';
import type { WeeklyReport } from './weekly-report.js';

/** The page that ends such mails, below the server's public address. */
const PAGE = '/account/unsubscribe';

/**
 * A report as it is mailed. Its link ends all such mails for who has it, without signing in; mail programs offer the same by its headers. Every copy
 * of it has the same Message-ID.
 */
export function reportMail(report: WeeklyReport, base: string, recipient: { username: string; publicId: string; secret: Buffer }): Mail {
  const link = `${base}${PAGE}?${new URLSearchParams({ token: unsubscribeToken(recipient) }).toString()}`;
  const why = `You get this because ${recipient.username} at ${base} wants a report of each week.`;
  const subject = `Your week: ${textOf(report.us)}`;
  return {
    subject,
    about: 'A report of a week.',
    link,
    text: reportText(report, [why, `No more reports: ${link}`]),
    html: reportHtml(report, [{ text: why, link: { text: 'No more reports', url: link } }]),
    headers: stopHeaders(link),
    messageId: `<weekly-report.${report.week}.${recipient.publicId}@${new URL(base).hostname}>`,
  };
}
