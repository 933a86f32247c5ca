/** A mail as it is sent. */
export interface Mail {
  subject: string;
  text: string;
  html: string;
  /** What it is about in a sentence, which names the account but not its e-mail address. */
  about: string;
  /** The address that it is all about. */
  link: string;
  /** What prints such a link to who runs the server, where no mails are sent. Undefined: nobody needs one there. */
  command?: string;
  /** Further headers by name. */
  headers?: Readonly<Record<string, string>>;
  /** What every copy of this mail has in common, with its angle brackets; undefined: a new one. */
  messageId?: string;
}

/** To who forgot a password. */
export function resetMail(base: string, secret: string, username: string): Mail {
  return mail({
    subject: 'Set a new Chronova password',
    lines: [
      `Somebody, probably you, asked for a new password for ${username} at ${base}.`,
      'The link works once, within the next hour. If it was not you, do nothing: your password stays as it is.',
    ],
    action: 'Set a new password',
    link: linkTo(base, 'reset', { token: secret }),
    command: `user:reset-link ${username}`,
  });
}

/** To who signed up or claimed the owner's account. */
export function verifyMail(base: string, secret: string, username: string): Mail {
  return mail({
    subject: 'Confirm your address for Chronova',
    lines: [
      `The account ${username} at ${base} was made with this address.`,
      'The link works once, within three days. If it was not you, do nothing: the address stays unconfirmed.',
    ],
    action: 'Confirm this address',
    link: linkTo(base, 'verify', { token: secret }),
  });
}

/** To whose address somebody tried to sign up with: the answer there does not say that it is taken. */
export function takenMail(base: string, secret: string, username: string): Mail {
  return mail({
    subject: 'You have a Chronova account already',
    lines: [
      `Somebody, probably you, tried to sign up at ${base} with this address. It belongs to your account ${username}: sign in with that.`,
      'If you do not know the password any more, the link sets a new one. It works once, within the next hour. If it was not you, do nothing.',
    ],
    action: 'Set a new password',
    link: linkTo(base, 'reset', { token: secret }),
    command: `user:reset-link ${username}`,
  });
}

/** To the address that is to be an account's. */
export function changeEmailMail(base: string, secret: string, username: string): Mail {
  return mail({
    subject: 'Confirm your new address for Chronova',
    lines: [
      `This is to be the address of ${username} at ${base}.`,
      'The link works once, within a day. If you do not know of this, do nothing: the address stays as it is.',
    ],
    action: 'Use this address',
    link: linkTo(base, 'verify', { token: secret }),
  });
}

/** To whose address somebody wants for another account: the answer there does not say that it is taken. */
export function notYoursMail(base: string): Mail {
  return mail({
    subject: 'Your address belongs to a Chronova account already',
    lines: [
      `Somebody, perhaps you, wants this address for another account at ${base}. It belongs to an account there, so nothing changes.`,
      'If it was you: give this account another address or delete it first. If not, you need not do anything.',
    ],
    action: 'Sign in',
    link: `${base}/account/login`,
  });
}

/** To the address of an account for which another one was asked. */
export function emailChangesMail(base: string, username: string): Mail {
  return mail({
    subject: 'A new address for your Chronova account was asked for',
    lines: [
      `Somebody, probably you, wants another e-mail address for ${username} at ${base}. It counts when the link that was mailed there is opened.`,
      'If it was not you, somebody knows your password: set a new one by the link. Then the other address counts no more.',
    ],
    action: 'It was not me',
    link: `${base}/account/forgot`,
  });
}

/** To the address that was an account's. */
export function emailChangedMail(base: string, username: string): Mail {
  return mail({
    subject: 'Your Chronova account has another address now',
    lines: [
      `${username} at ${base} has another e-mail address from now on. Mails go there, and this one signs in no more.`,
      'If it was not you: ask the person who runs the server. Your username and password sign in as before.',
    ],
    action: 'Sign in',
    link: `${base}/account/login`,
  });
}

/** To who may sign up. */
export function inviteMail(base: string, secret: string, email: string): Mail {
  return mail({
    subject: 'Your invitation to Chronova',
    lines: [`You are invited to ${base}, where coding time is kept.`, 'The link works once, within seven days.'],
    action: 'Sign up',
    link: linkTo(base, 'register', { invite: secret, email }),
  });
}

/** What a mail tells of an invitation into an organization. */
export interface OrgInviteNews {
  /** What people read for it, and what stands in addresses. */
  org: string;
  slug: string;
  /** Who invites, in the same two ways. */
  inviter: string;
  username: string;
  role: string;
}

/** To who is invited into an organization. Whatever strangers call themselves: the mail holds no address but ours. */
export function orgInviteMail(base: string, secret: string, { org, slug, inviter, username, role }: OrgInviteNews): Mail {
  const [name, person] = [hasAddress(org) ? slug : org, hasAddress(inviter) ? username : inviter];
  return mail({
    subject: `${person} invites you to ${name} on Chronova`,
    lines: [
      `${person} invites you to the organization "${name}" at ${base}, as ${role}. Chronova keeps coding time.`,
      'The link shows who would see what before you answer. Nothing of your time is shared unless you say so.',
      'It works once, within seven days, for this address alone. If you do not know of this, do nothing.',
    ],
    action: 'See the invitation',
    link: linkTo(base, 'join', { token: secret }),
  });
}

/** What a mail tells of an organization that lets more be seen of its members than before. */
export interface OrgNoticeNews {
  org: string;
  slug: string;
  username: string;
  /** One line a change: what, when, by whom. */
  changes: readonly string[];
  /** What this mail has in common with itself, sent again. */
  id: string;
}

/** To every member of an organization that lets more be seen. */
export function orgNoticeMail(base: string, { org, slug, username, changes, id }: OrgNoticeNews): Mail {
  const name = hasAddress(org) ? slug : org;
  return {
    ...mail({
      subject: `${name} lets more be seen of its members`,
      lines: [
        `${username}, the organization "${name}" at ${base}, of which you are a member, lets more be seen of its members than before.`,
        ...changes,
        'What you share is still what you answered. You can share less at any time, or leave. Every member gets this mail; it cannot be switched off.',
      ],
      action: 'See how',
      link: `${base}/docs#/Organizations`,
    }),
    messageId: `<org-notice.${id}@${new URL(base).hostname.replaceAll(/[[\]]/g, '')}>`,
  };
}

/** Whether mail programs would make a link of something in a name. */
function hasAddress(name: string): boolean {
  return /:\/\/|\bwww\.|[\p{L}\p{N}-]\.\p{L}{2,}|@/iu.test(name);
}

/** To whose password is another from now on. `keys`: how many API keys still work. */
export function passwordChangedMail(base: string, username: string, keys: number): Mail {
  return mail({
    subject: 'Your Chronova password was changed',
    lines: [
      `The password of ${username} at ${base} was changed.`,
      `If it was you, you need not do anything. ${keysLeft(keys)}`,
      'If it was not you: set a new password by the link, and let it take all API keys away.',
    ],
    action: 'It was not me',
    link: `${base}/account/forgot`,
  });
}

function keysLeft(keys: number): string {
  if (keys === 0) return 'No API key works any more.';
  return keys === 1 ? 'One API key still works.' : `${keys} API keys still work.`;
}

/** To who has a new API key, which somebody made who is signed in or has another. */
export function keyMadeMail(base: string, username: string, key: string): Mail {
  return mail({
    subject: 'A new API key for your Chronova account',
    lines: [
      `The API key "${key}" was made for ${username} at ${base}.`,
      'If it was not you: set a new password by the link, and let it take all API keys away.',
    ],
    action: 'It was not me',
    link: `${base}/account/forgot`,
  });
}

/** To who is signed in from where the account never was. */
export function signedInMail(base: string, username: string, address: string): Mail {
  return mail({
    subject: 'A new sign-in to your Chronova account',
    lines: [
      `Somebody, probably you, signed in as ${username} at ${base} from ${address}, where the account never signed in before. There is a new API key.`,
      'If it was not you: set a new password by the link, and let it take all API keys away.',
    ],
    action: 'It was not me',
    link: `${base}/account/forgot`,
  });
}

/** What a mail tells of a goal. */
export interface GoalNews {
  username: string;
  /** What people read for the goal. */
  title: string;
  /** Or, of "at most", broken. */
  isMet: boolean;
  /** `2 hrs 10 mins` */
  coded: string;
  target: string;
  /** Of the goal and its period: every copy of the mail has the same Message-ID. */
  id: string;
  /** Where mails of this goal are ended. */
  stopLink: string;
}

/**
 * Headers of a mail that was asked for and is ended by a link, without signing in: mail programs offer that by themselves (RFC 2369, RFC 8058), where
 * the address is https.
 */
export function stopHeaders(link: string): Record<string, string> {
  return {
    'List-Unsubscribe': `<${link}>`,
    // Only https may be asked so (RFC 8058 §3.1).
    ...(link.startsWith('https:') && { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    'Auto-Submitted': 'auto-generated',
  };
}

/** To who wants to know that a goal is met or broken. */
export function goalMail(base: string, { username, title, isMet, coded, target, id, stopLink }: GoalNews): Mail {
  return {
    ...mail({
      subject: isMet ? `Goal met: ${title}` : `Over your limit: ${title}`,
      lines: [
        isMet
          ? `${username}, you met your goal "${title}": ${coded} of ${target}.`
          : `${username}, you are over your limit "${title}": ${coded}, and ${target} were the most.`,
        'You get this because the goal is set to mail you, once a period.',
      ],
      action: 'See how it goes',
      link: `${base}/docs#/Goals`,
      stop: { action: 'No more mails of this goal', link: stopLink },
    }),
    headers: stopHeaders(stopLink),
    messageId: `<goal.${id}@${new URL(base).hostname.replaceAll(/[[\]]/g, '')}>`,
  };
}

/** To whom the operator sends one, to see whether mails arrive. */
export function testMail(base: string): Mail {
  return mail({
    subject: 'Mails from Chronova arrive',
    lines: [`The server at ${base} can send mails: this is one.`, 'You need not do anything.'],
    action: 'Open Chronova',
    link: base,
  });
}

/** The address of a page that does something with a link's secret. */
export function linkTo(base: string, page: 'reset' | 'verify' | 'claim' | 'register' | 'join', query: Record<string, string>): string {
  return `${base}/account/${page}?${new URLSearchParams(query).toString()}`;
}

interface Parts {
  subject: string;
  lines: readonly string[];
  action: string;
  link: string;
  command?: string;
  /** What ends such mails. */
  stop?: { action: string; link: string };
}

function mail({ subject, lines, action, link, command, stop }: Parts): Mail {
  const paragraphs = lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n');
  return {
    subject,
    about: lines[0] ?? '',
    link,
    ...(command !== undefined && { command }),
    text: `${[lines[0], `${action}:\n${link}`, ...lines.slice(1), ...(stop ? [`${stop.action}:\n${stop.link}`] : [])].join('\n\n')}\n`,
    html: `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>
<body style="font-family: sans-serif; line-height: 1.5; max-width: 36em">
${paragraphs}
${linkHtml(action, link)}${stop ? `\n${linkHtml(stop.action, stop.link)}` : ''}
</body>
</html>
`,
  };
}

function linkHtml(action: string, link: string): string {
  return `<p><a href="${escapeHtml(link)}">${escapeHtml(action)}</a></p>`;
}

/** Text as it stands in HTML, in attributes too. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
