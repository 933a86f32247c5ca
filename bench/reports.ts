import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import { addRollUps, ZONE_SQL } from './people.js';
import type { Connection, Product } from './product.js';
import { progress, rounded, type Table } from './report.js';

const DAYS = 90;
/** Monday 08:00 in the last zone of the five, after the week that is reported; days since 1970. */
const MONDAY = 20_780;
const NOON = (MONDAY * 24 + 14) * 3_600_000;
/** As the worker has it. */
const AT_ONCE = 4;
const TICK_MS = 10;

/**
 * How long one worker takes to make and mail the weekly reports of `users` people with 90 days of four languages, in five zones, through a real SMTP
 * server on loopback, from the first one that it begins to the last that the server took; beside it the floor, the same mails sent by a bare client.
 */
export async function benchReports(product: Product, users = 1_000): Promise<Table[]> {
  const db = await product.connect();
  progress('making people');
  await fill(db, users);
  await db.query('VACUUM (FREEZE, ANALYZE)');
  const mails = await startServer();
  const worker = await startWorker(product.databaseUrl, mails.url);
  const cpuBefore = cpuMs(worker);
  const wall = await waitFor(db, users);
  const cpu = cpuMs(worker) - cpuBefore;
  await stopped(worker);
  const got = mails.sizes.length;
  const distinct = new Set(mails.to).size;
  const size = mails.sizes.reduce((a, b) => a + b, 0) / got;
  progress('the floor');
  const floor = await sendBare(mails.url, users, size);
  await mails.close();
  await db.end();
  return [
    {
      title: 'Weekly reports, made and mailed by one worker',
      rows: [
        {
          users,
          mails: got,
          'different people': distinct,
          'a mail, kB': rounded(size / 1024, 1),
          'wall, s': rounded(wall),
          'worker’s processor, s': rounded(cpu / 1000),
          'floor, s': rounded(floor),
          ratio: rounded(wall / floor),
        },
      ],
    },
  ];
}

/** People who want reports, and what a worker would have rolled up of them, by SQL: sending it would take longer than measuring. */
async function fill(db: InstanceType<typeof Connection>, users: number): Promise<void> {
  await db.query(
    `INSERT INTO users (public_id, username, display_name, timezone, email, email_confirmed_at, weekly_report, report_due_at)
     SELECT gen_random_uuid(), 'coder-' || n, 'Coder ' || n,
            ${ZONE_SQL}, 'coder-' || n || '@example.com', now(), true,
            to_timestamp(0)
       FROM generate_series(1, $1::int) n`,
    [users],
  );
  progress('making roll-ups');
  await addRollUps(db, { days: DAYS, end: MONDAY, project: "'p' || a" });
}

/** Seconds from the first report that was begun to the last that was taken, by the database's clock. */
async function waitFor(db: InstanceType<typeof Connection>, users: number): Promise<number> {
  for (;;) {
    await sleep(500);
    const { rows } = await db.query(
      `SELECT count(*) FILTER (WHERE state = 'sent')::int AS sent, count(*) FILTER (WHERE state NOT IN ('sent', 'waiting'))::int AS others FROM weekly_reports`,
    );
    const [{ sent, others } = { sent: 0, others: 0 }]: { sent: number; others: number }[] = rows;
    if (others > 0) throw new Error(`${others} reports were not sent`);
    if (sent === users) break;
    progress(`${sent} of ${users} reports are sent`);
  }
  const { rows } = await db.query(
    `SELECT extract(epoch FROM max(coalesce(finished_at, now())) - min(started_at))::float8 AS seconds FROM jobs WHERE queue = 'reports'`,
  );
  const [time = { seconds: Number.NaN }]: { seconds: number }[] = rows;
  return time.seconds;
}

/** A worker on a Monday. */
function startWorker(databaseUrl: string, smtpUrl: string): Promise<ChildProcess> {
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    SMTP_URL: smtpUrl,
    MAIL_FROM: 'c@example.com',
    REDIS_URL: '',
    LOG_LEVEL: 'warn',
  };
  const args = ['--import', '@swc-node/register/esm-register', 'bench/reports-worker.ts', `${NOON}`];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child.once('message', () => resolve(child));
    child.once('exit', (code) => reject(new Error(`The worker ended with ${code}`)));
  });
}

/** Processor time so far; not a number where the system does not tell. */
function cpuMs({ pid }: ChildProcess): number {
  if (process.platform !== 'linux') return Number.NaN;
  const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const fields = rest.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.removeAllListeners('exit');
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

interface Server {
  url: string;
  to: string[];
  sizes: number[];
  close(): Promise<void>;
}

/** A real SMTP server on loopback that counts what it is sent. */
async function startServer(): Promise<Server> {
  const to: string[] = [];
  const sizes: number[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData(stream, { envelope }, done) {
      let size = 0;
      stream.on('data', (chunk) => (size += chunk.length));
      stream.on('end', () => {
        to.push(...envelope.rcptTo.map(({ address }) => address));
        sizes.push(size);
        done();
      });
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await new Promise((resolve) => listening.once('listening', resolve));
  const { port } = listening.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}`, to, sizes, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** Seconds that a bare client takes for as many mails of the same size, as many at once. */
async function sendBare(url: string, count: number, size: number): Promise<number> {
  const transport = createTransport({ url }, { from: 'c@example.com' });
  const line = `${'x'.repeat(74)}\r\n`;
  const html = line.repeat(Math.round(size / line.length));
  let left = count;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (left-- > 0) await transport.sendMail({ to: 'somebody@example.com', subject: 'The floor', html });
    }),
  );
  transport.close();
  return (performance.now() - began) / 1000;
}
