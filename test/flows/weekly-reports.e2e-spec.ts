import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SERVER } from '@app/core';
import { SweepWeeklyReports } from '@app/goals';
import { SweepJobs } from '@app/queue';
import { entryOf, ensureBuilt } from '../../scripts/build.js';
import { connect, type Connection } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { startApp, type TestApp, TestClock, type TestUser } from '../support/start-app.js';
import { startWorker } from '../support/start-worker.js';

jest.setTimeout(120_000);

const at = (iso: string): number => Date.parse(iso);
/** Monday 08:00 in Berlin, after 2026-W47. */
const EIGHT = at('2026-11-23T07:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface World {
  app: TestApp;
  db: Connection;
  mails: MailServer;
  clock: TestClock;
  /** For workers: without a mail server there, mails fail. */
  env: { SMTP_URL: string; MAIL_FROM: string; PUBLIC_URL: string };
}

describe('weekly reports are mailed', () => {
  // Some of them are of processes of their own.
  beforeAll(() => ensureBuilt(), 600_000);

  const open: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0).toReversed()) await close();
  });

  async function world(): Promise<World> {
    const mails = await startMailServer();
    open.push(() => mails.close());
    const env = { SMTP_URL: mails.url, MAIL_FROM: 'Chronova <c@example.com>', PUBLIC_URL: 'https://time.example.com/base' };
    const app = await startApp({ env });
    open.push(() => app.close());
    const db = await connect(app.databaseUrl);
    open.push(() => db.end());
    app.clock.at = EIGHT;
    return { app, db, mails, clock: app.clock, env };
  }

  /** Somebody who wants reports and worked for two hours in W47. */
  async function newReader({ app, db }: World, zone = 'Europe/Berlin'): Promise<TestUser & { email: string }> {
    const user = await app.newUser({ zone });
    const email = `reader-${user.userId}@example.com`;
    await db.query('UPDATE users SET email = $2, email_confirmed_at = now() WHERE id = $1', [user.userId, email]);
    const from = at('2026-11-18T09:00:00Z') / 1000;
    await app.send(
      user,
      Array.from({ length: 13 }, (_, n) => ({ project: 'engine <b>', language: 'Rust', time: from + n * 600 })),
    );
    await app.call('PATCH', '/api/v1/users/current', user, { weekly_report: true });
    return { ...user, email };
  }

  const sweep = ({ app }: World): Promise<void> => app.commands.execute(new SweepWeeklyReports(SERVER, new AbortController().signal));
  const rowsOf = async ({ db }: World) =>
    (await db.query('SELECT user_id, week, state, attempts, sent_at FROM weekly_reports ORDER BY user_id, week')).rows;
  const statesOf = async (w: World) => (await rowsOf(w)).map(({ week, state }) => `${week} ${state}`);
  const settled = (w: World, ...states: string[]) =>
    eventually(async () => (await statesOf(w)).join() === states.join() && (await statesOf(w)), 30);

  async function worker({ app, env, clock }: World, more: object = {}): Promise<() => Promise<void>> {
    const started = await startWorker(app.databaseUrl, undefined, { ...env, ...more }, clock);
    let isOpen = true;
    const close = async (): Promise<void> => {
      if (isOpen) await started.close();
      isOpen = false;
    };
    open.push(close);
    return close;
  }

  it('on Monday at 08:00 in the reader’s zone, as HTML and text, with a link that ends them', async () => {
    const w = await world();
    const ada = await newReader(w);
    const bob = await newReader(w, 'America/New_York');
    w.clock.at = EIGHT - 1;
    // The week before the last one is over by more than three days.
    await sweep(w);
    expect(await statesOf(w)).toEqual([]);
    w.clock.at = EIGHT;
    await sweep(w);
    await worker(w);
    const mail = await w.mails.mailTo(ada.email);
    expect(await settled(w, '2026-W47 sent')).toBeTruthy();
    expect(mail).toMatchObject({ subject: 'Your week: 2 hrs', from: 'Chronova <c@example.com>' });
    const link = /<(https:\/\/time\.example\.com\/base\/account\/unsubscribe\?token=([\w.-]+))>/.exec(
      mail.headers['list-unsubscribe'] ?? '',
    );
    expect(mail.headers).toMatchObject({
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      'message-id': `<weekly-report.2026-W47.${ada.publicId}@time.example.com>`,
    });
    for (const body of [mail.text, mail.html]) {
      expect(body).toContain('2 hrs');
      expect(body).toContain('16 Nov');
      expect(body).toContain(link?.[1]);
    }
    expect(mail.text).toContain('engine <b>');
    expect(mail.html).toContain('engine &lt;b&gt;');
    // It is the page that the API serves, but for the link.
    const { text } = await w.app.get('users/current/reports/weekly?format=html', ada);
    const before = text.slice(0, text.indexOf('Week 2026-W47 (ISO'));
    expect(mail.html.replace(/\r\n/g, '\n')).toContain(before);
    // Bob's Monday begins six hours later.
    w.clock.at = EIGHT + 6 * HOUR;
    await sweep(w);
    await w.mails.mailTo(bob.email);
    // What mail programs send.
    expect((await w.app.call('POST', `/account/unsubscribe?token=${link?.[2]}`, null, 'List-Unsubscribe=One-Click')).status).toBe(200);
    w.clock.at = EIGHT + 7 * DAY + 12 * HOUR;
    await sweep(w);
    expect(await settled(w, '2026-W47 sent', '2026-W47 sent', '2026-W48 empty')).toBeTruthy();
    expect(w.mails.mails).toHaveLength(2);
  });

  it('once, however often and by however many workers it is looked', async () => {
    const w = await world();
    const readers = [];
    for (let n = 0; n < 5; n++) readers.push(await newReader(w));
    await worker(w);
    await worker(w);
    w.mails.beforeTaking = async () => void (await Promise.all([sweep(w), w.app.commands.execute(new SweepJobs(SERVER))]));
    await Promise.all([sweep(w), sweep(w), sweep(w)]);
    await settled(w, ...readers.map(() => '2026-W47 sent'));
    // Two jobs for one report: a job is given to another worker when its own falls silent.
    await w.db.query(`UPDATE jobs SET state = 'queued', finished_at = NULL`);
    await w.app.commands.execute(new SweepJobs(SERVER));
    await eventually(async () => (await w.db.query(`SELECT FROM jobs WHERE state <> 'done' AND queue = 'reports'`)).rowCount === 0);
    // Whoever changes the zone, or switches it off and on, is looked at again.
    for (const reader of readers) {
      await w.app.call('PATCH', '/api/v1/users/current', reader, { timezone: 'Europe/Paris', weekly_report: false });
      await w.app.call('PATCH', '/api/v1/users/current', reader, { weekly_report: true });
    }
    await sweep(w);
    expect(w.mails.mails.map(({ to }) => to).toSorted()).toEqual(readers.map(({ email }) => email).toSorted());
    expect(await statesOf(w)).toHaveLength(5);
  });

  it('after the mail server was away, but not more than three days late', async () => {
    const w = await world();
    const ada = await newReader(w);
    await sweep(w);
    const close = await worker(w, { SMTP_URL: 'smtp://127.0.0.1:9' });
    const failed = await eventually(
      async () =>
        (await w.db.query(`SELECT error, due_at FROM jobs WHERE attempts = 1 AND state = 'queued' AND error IS NOT NULL`)).rows[0],
      30,
    );
    expect(failed.error).toMatch(/^The mail server 127\.0\.0\.1:9 did not take the mail: .*ECONNREFUSED/);
    expect(await statesOf(w)).toEqual(['2026-W47 waiting']);
    await close();
    // It is tried for three days.
    w.clock.at = EIGHT + 3 * DAY - 1;
    await w.db.query('UPDATE jobs SET due_at = now()');
    await w.app.commands.execute(new SweepJobs(SERVER));
    await worker(w);
    await w.mails.mailTo(ada.email);
    await settled(w, '2026-W47 sent');
    expect((await rowsOf(w))[0]).toMatchObject({ attempts: 2, sent_at: new Date(w.clock.at) });
    // And not beyond.
    await w.db.query(`UPDATE weekly_reports SET state = 'waiting'`);
    await w.db.query(`UPDATE jobs SET state = 'queued', due_at = now()`);
    w.clock.at = EIGHT + 3 * DAY;
    await w.app.commands.execute(new SweepJobs(SERVER));
    await settled(w, '2026-W47 late');
    expect(w.mails.mails).toHaveLength(1);
  });

  it('when a worker comes back within three days, and no more after that', async () => {
    const w = await world();
    await newReader(w);
    w.clock.at = EIGHT + 3 * DAY;
    await sweep(w);
    expect(await statesOf(w)).toEqual([]);
    const bob = await newReader(w);
    w.clock.at = EIGHT + 3 * DAY - 1;
    await w.app.call('PATCH', '/api/v1/users/current', bob, { weekly_report: true });
    await sweep(w);
    expect((await rowsOf(w)).map((row) => [row.user_id, row.week])).toEqual([[bob.userId, '2026-W47']]);
  });

  it('of a week that is over by the days of goals too, after a flight east on Sunday', async () => {
    const w = await world();
    const ada = await newReader(w, 'Pacific/Honolulu');
    // Sunday 09:03 there, Monday 09:03 on Kiritimati. The zone counts for goal days from the next quarter of an hour on.
    w.clock.at = at('2026-11-22T19:03:00Z');
    await w.app.call('PATCH', '/api/v1/users/current', ada, { timezone: 'Pacific/Kiritimati' });
    await sweep(w);
    expect(await statesOf(w)).toEqual(['2026-W47 waiting']);
    await worker(w);
    await settled(w);
    expect(w.mails.mails).toEqual([]);
    w.clock.at = at('2026-11-22T19:15:00Z') - 1;
    await sweep(w);
    expect(await statesOf(w)).toEqual([]);
    w.clock.at++;
    await sweep(w);
    const mail = await w.mails.mailTo(ada.email);
    expect(mail.text).not.toContain('So far');
    expect(await settled(w, '2026-W47 sent')).toBeTruthy();
  });

  it('to nobody else', async () => {
    const w = await world();
    const reader = await newReader(w);
    const [unconfirmed, disabled, off, empty, refused] = [
      await newReader(w),
      await newReader(w),
      await newReader(w),
      await newReader(w),
      await newReader(w),
    ];
    await w.db.query('UPDATE users SET email_confirmed_at = NULL WHERE id = $1', [unconfirmed.userId]);
    await w.db.query('UPDATE users SET disabled_at = now() WHERE id = $1', [disabled.userId]);
    await w.db.query('DELETE FROM heartbeats WHERE user_id = $1', [empty.userId]);
    w.mails.refused.add(refused.email);
    await sweep(w);
    // After it was planned.
    await w.app.call('PATCH', '/api/v1/users/current', off, { weekly_report: false });
    await worker(w);
    await settled(w, '2026-W47 sent', '2026-W47 unwanted', '2026-W47 empty', '2026-W47 refused');
    expect(w.mails.mails.map(({ to }) => to)).toEqual([reader.email]);
    // Who had no confirmed address is looked at next Monday, and not all day.
    const { rows } = await w.db.query('SELECT report_due_at FROM users WHERE id = $1', [unconfirmed.userId]);
    expect(rows[0].report_due_at).toEqual(new Date(EIGHT + 7 * DAY));
  });

  it('and shown on the command line', async () => {
    const w = await world();
    const ada = await newReader(w);
    const { username } = (await w.app.get('users/current', ada)).body.data;
    const env = { ...process.env, DATABASE_URL: w.app.databaseUrl, REDIS_URL: '', SMTP_URL: '', MAIL_FROM: '' };
    const cli = (...args: string[]) =>
      promisify(execFile)(process.execPath, [entryOf('cli'), 'report:weekly', ...args], { env }).then(
        ({ stdout }) => ({ code: 0, said: stdout }),
        ({ code, stderr }: { code: number; stderr: string }) => ({ code, said: stderr }),
      );
    expect((await cli(username, '--week', '2026-W47')).said).toMatch(
      /^Your week: 2 hrs\nMon 16 Nov to Sun 22 Nov 2026\n[\s\S]*engine <b>  2 hrs  100%/,
    );
    expect((await cli(username, '--week', '2026-W47', '--html')).said).toMatch(/^<!doctype html>[\s\S]*engine &lt;b&gt;/);
    expect(await cli(username, '--week', '47')).toEqual({ code: 2, said: 'week: Use a year and its ISO week, such as 2026-W47.\n' });
    expect(await cli('nobody')).toEqual({ code: 1, said: 'There is no user "nobody".\n' });
  });

  it('once, though a worker was killed in the middle', async () => {
    const w = await world();
    const ada = await newReader(w);
    await sweep(w);
    let killed: ChildProcess | undefined;
    let asked = 0;
    // The mail is there, and the server has not said so.
    w.mails.beforeTaking = async () => {
      if (++asked > 1) return;
      killed?.kill('SIGKILL');
      throw new Error('451 nobody listens');
    };
    const start = (): ChildProcess => {
      const child = spawn(process.execPath, [entryOf('worker')], {
        env: { ...process.env, ...w.env, DATABASE_URL: w.app.databaseUrl, REDIS_URL: '', LOG_LEVEL: 'warn' },
        stdio: 'ignore',
      });
      open.push(
        () =>
          new Promise((resolve) =>
            child.exitCode === null && child.signalCode === null ? (child.once('exit', resolve), child.kill('SIGTERM')) : resolve(0),
          ),
      );
      return child;
    };
    // Processes of their own have the present, and what is due is late by now.
    await w.db.query('UPDATE weekly_reports SET due_at = now()');
    await w.db.query(`UPDATE users SET report_due_at = 'infinity'`);
    killed = start();
    await eventually(async () => killed?.signalCode === 'SIGKILL', 60);
    expect(await statesOf(w)).toEqual(['2026-W47 waiting']);
    start();
    await eventually(async () => w.mails.mails.length > 0, 60);
    await settled(w, '2026-W47 sent');
    expect(w.mails.mails.map(({ to, subject }) => [to, subject])).toEqual([[ada.email, 'Your week: 2 hrs']]);
    expect((await rowsOf(w))[0]).toMatchObject({ attempts: 2 });
  });
});
