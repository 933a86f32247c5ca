import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { eventually } from './eventually.js';

/** A mail as it arrived. */
export interface ReceivedMail {
  to: string;
  from: string;
  subject: string;
  text: string;
  html: string;
  /** By name in lower case, folded lines on one. */
  headers: Record<string, string>;
  /** Every address in the text. */
  links: string[];
}

/** A real SMTP server on loopback that keeps what it is sent. */
export interface MailServer {
  /** For SMTP_URL. */
  url: string;
  mails: ReceivedMail[];
  /** Mails to this address are refused, with the address in the refusal. */
  refused: Set<string>;
  /** Called with each mail before the server says that it took it; a mail for which it fails is not taken, for now. */
  beforeTaking: (mail: ReceivedMail) => Promise<void>;
  /** The n-th mail to an address, once it is there; the first is 1. */
  mailTo(address: string, n?: number): Promise<ReceivedMail>;
  close(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const refused = new Set<string>();
  const behaviour: Pick<MailServer, 'beforeTaking'> = { beforeTaking: async () => {} };
  const take = async (raw: string, to: string): Promise<void> => {
    const mail = parse(raw, to);
    await behaviour.beforeTaking(mail);
    mails.push(mail);
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onRcptTo({ address }, _session, done) {
      done(refused.has(address) ? new Error(`550 nobody is called ${address}`) : null);
    },
    onData(stream, { envelope }, done) {
      textOf(stream)
        .then((raw) => Promise.all(envelope.rcptTo.map(({ address }) => take(raw, address))))
        .then(
          () => done(),
          (error: Error) => done(error),
        );
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await new Promise((resolve) => listening.once('listening', resolve));
  const { port } = listening.address() as AddressInfo;
  return Object.assign(behaviour, {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refused,
    mailTo: (address: string, n = 1) => eventually(async () => mails.filter((m) => m.to === address)[n - 1]),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  });
}

/** What these mails are: headers, then a part of plain text and one of HTML. */
function parse(raw: string, to: string): ReceivedMail {
  const [head, body] = split(raw);
  const boundary = /boundary="?([^"\r\n;]+)/i.exec(head)?.[1] ?? '';
  const parts = body.split(`--${boundary}`).map((part) => split(part.replace(/^\r?\n/, '')));
  const part = (type: string): string => {
    const [headers = '', content = ''] = parts.find(([h]) => h.toLowerCase().includes(`content-type: ${type}`)) ?? [];
    return decode(content, /content-transfer-encoding: (\S+)/i.exec(headers)?.[1]?.toLowerCase());
  };
  const plain = part('text/plain');
  return {
    to,
    from: /^from: (.*)$/im.exec(head)?.[1]?.trim() ?? '',
    subject: /^subject: (.*)$/im.exec(head)?.[1]?.trim() ?? '',
    text: plain,
    html: part('text/html'),
    headers: Object.fromEntries(
      head
        .replace(/\r?\n[ \t]+/g, ' ')
        .split(/\r?\n/)
        .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    ),
    links: plain.match(/https?:\/\/\S+/g) ?? [],
  };
}

function split(text: string): [string, string] {
  const [, head = text, body = ''] = /^([\s\S]*?)\r?\n\r?\n([\s\S]*)$/.exec(text) ?? [];
  return [head, body];
}

function decode(content: string, encoding: string | undefined): string {
  if (encoding === 'base64') return Buffer.from(content, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return content;
  const bytes = content
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
