import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RollUpUser } from '@app/analytics';
import { OPERATOR, SERVER } from '@app/core';
import { SweepGoals } from '@app/goals';
import { connect, type Connection } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const GOALS = '/api/v1/users/current/goals';
const NOON = Date.parse('2026-11-27T12:00:00Z');
const MINUTE = 60_000;
const DAY = 86_400_000;

describe('goals that are met', () => {
  let mails: MailServer;
  let app: TestApp;
  /** The same, where the mail server is away. */
  let cutOff: TestApp;
  let db: Connection;
  let ada: TestUser;
  let address: string;

  beforeAll(async () => {
    mails = await startMailServer();
    const away = await startMailServer();
    await away.close();
    // Before the other one: who signs in is known to the last one that was started.
    cutOff = await startApp({ env: { SMTP_URL: away.url, MAIL_FROM: 'c@example.com' } });
    app = await startApp({
      databaseUrl: cutOff.databaseUrl,
      env: { SMTP_URL: mails.url, MAIL_FROM: 'chronova@example.com', PUBLIC_URL: 'https://time.example.com' },
    });
    db = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
    await cutOff.close();
    await mails.close();
  });
  beforeEach(async () => {
    app.clock.at = NOON;
    cutOff.clock.at = NOON;
    mails.beforeTaking = async () => {};
    [ada, address] = await reader();
  });

  /** Somebody who can be mailed, and where. */
  async function reader(): Promise<[TestUser, string]> {
    const user = await app.newUser();
    const email = `ada${user.userId}@example.com`;
    await db.query('UPDATE users SET email = $2, email_confirmed_at = now() WHERE id = $1', [user.userId, email]);
    return [user, email];
  }

  const work = (at: number, minutes: number) =>
    app.send(
      ada,
      Array.from({ length: minutes / 10 + 1 }, (_, n) => ({ time: at / 1000 + n * 600, project: 'engine' })),
    );
  const make = async (body: Record<string, unknown>) => (await app.call('POST', GOALS, ada, body)).body;
  const sweep = () => app.commands.execute(new SweepGoals(SERVER));
  const rolledUp = () => app.commands.execute(new RollUpUser(OPERATOR, ada.userId));
  const events = async () => {
    const { rows } = await db.query(
      'SELECT kind, first_day AS day, us::float8 / 60000000 AS minutes, mailed_at IS NOT NULL AS mailed FROM goal_events WHERE user_id = $1 ORDER BY goal_id, first_day',
      [ada.userId],
    );
    return rows;
  };
  const sentTo = (to = address) => mails.mails.filter((mail) => mail.to === to);
  /** A goal of ten minutes that is met and waits to be noticed. */
  const metGoal = async () => {
    const { id } = await make({ seconds: 600, is_mailed: true });
    await work(NOON - 60 * MINUTE, 10);
    await rolledUp();
    return id;
  };
  const today = NOON / DAY - 0.5;

  it('are noticed after the roll-up, once a period, and mailed once', async () => {
    await make({ seconds: 3600, is_mailed: true });
    await sweep();
    expect(await events()).toEqual([]);
    await work(NOON - 80 * MINUTE, 70);
    await sweep();
    // The day has not been rolled up yet.
    expect(await events()).toEqual([]);
    await rolledUp();
    await Promise.all([sweep(), sweep(), sweep()]);
    expect(await events()).toEqual([{ kind: 'met', day: today, minutes: 70, mailed: true }]);
    expect(sentTo()).toMatchObject([{ subject: 'Goal met: Code 1 hr a day', from: 'chronova@example.com' }]);
    expect(sentTo()[0]?.text).toContain('1 hr 10 mins of 1 hr');
    // More time, a deletion, another day: nothing new of this period.
    await work(NOON - 10 * MINUTE, 10);
    await rolledUp();
    await sweep();
    expect([await events(), sentTo().length]).toEqual([[expect.objectContaining({ minutes: 70 })], 1]);
    expect((await db.query('SELECT 1 FROM goal_checks WHERE user_id = $1', [ada.userId])).rows).toEqual([]);
  });

  it('are noticed late, but neither of long ago nor of before the goal was made', async () => {
    await make({ seconds: 3600, is_mailed: true });
    app.clock.at = NOON + 12 * DAY;
    for (const day of [-1, 1, 5, 9]) await work(NOON + day * DAY, 60);
    await rolledUp();
    await sweep();
    expect(await events()).toMatchObject([
      { day: today + 5, mailed: false },
      { day: today + 9, mailed: false },
    ]);
    await work(NOON + 11 * DAY, 60);
    await rolledUp();
    await sweep();
    expect((await events()).at(-1)).toMatchObject({ day: today + 11, mailed: true });
    expect(sentTo()).toHaveLength(1);
  });

  it('of at most are noticed when they are broken; paused and disabled ones are not', async () => {
    await make({ seconds: 1800, is_inverse: true });
    const { id } = await make({ seconds: 600 });
    await app.call('PATCH', `${GOALS}/${id}`, ada, { is_enabled: false });
    const paused = (await make({ seconds: 1200 })).id;
    await app.call('POST', `${GOALS}/pauses`, ada, { goal_id: paused });
    await work(NOON - 60 * MINUTE, 30);
    await rolledUp();
    await sweep();
    expect(await events()).toEqual([]);
    await work(NOON - 30 * MINUTE, 10);
    await rolledUp();
    await sweep();
    expect(await events()).toEqual([{ kind: 'broken', day: today, minutes: 40, mailed: false }]);
    // Somebody enables the other one: it is met already.
    await app.call('PATCH', `${GOALS}/${id}`, ada, { is_enabled: true });
    await sweep();
    expect(await events()).toMatchObject([{ kind: 'broken' }, { kind: 'met', minutes: 40 }]);
    expect(sentTo()).toEqual([]);
  });

  it('are mailed again where the mail server was away, and not to an address that is not confirmed', async () => {
    await make({ seconds: 600, is_mailed: true });
    await work(NOON - 60 * MINUTE, 10);
    await rolledUp();
    await cutOff.commands.execute(new SweepGoals(SERVER));
    expect(await events()).toMatchObject([{ mailed: false }]);
    await sweep();
    // Not at once.
    expect(sentTo()).toEqual([]);
    app.clock.at = NOON + 6 * MINUTE;
    await sweep();
    await sweep();
    expect([sentTo().length, await events()]).toEqual([1, [expect.objectContaining({ mailed: true })]]);
    await db.query('UPDATE users SET email_confirmed_at = NULL WHERE id = $1', [ada.userId]);
    await make({ seconds: 300, is_mailed: true });
    await sweep();
    expect([sentTo().length, (await events()).length]).toEqual([1, 2]);
  });

  it('are mailed with a link that ends mails of that goal, without signing in', async () => {
    const id = await metGoal();
    const other = (await make({ seconds: 300, is_mailed: true })).id;
    await sweep();
    const mail = sentTo().find(({ subject }) => subject === 'Goal met: Code 10 mins a day');
    const link = /<https:\/\/time\.example\.com(\/account\/unsubscribe-goal\?token=([\w.-]+))>/.exec(
      mail?.headers['list-unsubscribe'] ?? '',
    );
    expect(mail?.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
    expect(link?.[2]).toContain(`${ada.publicId}.${id}.`);
    for (const body of [mail?.text, mail?.html]) expect(body).toContain(`https://time.example.com${link?.[1]}`);
    const mailed = async () => (await app.get('users/current/goals', ada)).body.data.map((goal: { is_mailed: boolean }) => goal.is_mailed);
    const page = await app.call('GET', link?.[1] ?? '', null, undefined, { accept: 'text/html' });
    expect([page.status, page.text]).toEqual([200, expect.stringMatching(/No more mails of this goal\?[\s\S]*<form method="post">/)]);
    expect(await mailed()).toEqual([true, true]);
    const post = (token = '', accept = '*/*') =>
      app.call('POST', `/account/unsubscribe-goal?token=${token}`, null, 'List-Unsubscribe=One-Click', {
        'content-type': 'application/x-www-form-urlencoded',
        accept,
      });
    const token = link?.[2] ?? '';
    for (const wrong of ['', 'x', `${token}A`, token.slice(0, -1), token.replace(id, other), token.split('.').slice(1).join('.')]) {
      const answer = await post(wrong);
      expect([wrong, answer.status, answer.body.error]).toEqual([wrong, 404, expect.stringContaining('ends no mails')]);
    }
    expect(await mailed()).toEqual([true, true]);
    for (let n = 0; n < 2; n++) {
      expect(await post(token)).toMatchObject({ status: 200, body: { message: expect.stringContaining('no more mails of this goal') } });
      expect(await mailed()).toEqual([false, true]);
    }
    const { rows } = await db.query(`SELECT actor_kind, details FROM audit_log WHERE subject_id = $1 AND message = 'StopGoalMails'`, [
      ada.userId,
    ]);
    expect(rows[0]).toEqual({ actor_kind: 'stranger', details: {} });
    await app.call('DELETE', `${GOALS}/${id}`, ada);
    expect(await post(token, 'text/html')).toMatchObject({ status: 200, text: expect.stringContaining('No more mails of this goal') });
  });

  it('are mailed to others where the server does not take one mail; only a server that goes away ends the round', async () => {
    const [, adas] = [await metGoal(), address];
    [ada, address] = await reader();
    await metGoal();
    const answer = (responseCode: number) => async (mail: { to: string }) => {
      if (mail.to === adas) throw Object.assign(new Error('not now'), { responseCode });
    };
    mails.beforeTaking = answer(421);
    await sweep();
    expect([sentTo(adas).length, sentTo().length]).toEqual([0, 0]);
    mails.beforeTaking = answer(451);
    app.clock.at = NOON + 6 * MINUTE;
    await sweep();
    expect([sentTo(adas).length, sentTo().length]).toEqual([0, 1]);
    // For good.
    mails.beforeTaking = answer(552);
    app.clock.at = NOON + 12 * MINUTE;
    await sweep();
    mails.beforeTaking = async () => {};
    app.clock.at = NOON + 18 * MINUTE;
    await sweep();
    expect([sentTo(adas).length, sentTo().length]).toEqual([0, 1]);
  });

  it('are looked at by one worker at a time, and by another one once that is killed', async () => {
    await metGoal();
    const worker = await connect(app.databaseUrl);
    await worker.query('BEGIN');
    await worker.query('SELECT pg_advisory_xact_lock(8, $1)', [ada.userId]);
    await sweep();
    expect(await events()).toEqual([]);
    await worker.end();
    await sweep();
    expect(await events()).toHaveLength(1);
  });

  it('leave nothing behind when they are deleted while they are noticed', async () => {
    await metGoal();
    const deleting = await connect(app.databaseUrl);
    await deleting.query('BEGIN');
    await deleting.query('SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE', [ada.userId]);
    await deleting.query('DELETE FROM goals WHERE user_id = $1', [ada.userId]);
    await deleting.query('DELETE FROM goal_events WHERE user_id = $1', [ada.userId]);
    let done = false;
    const sweeping = sweep().finally(() => void (done = true));
    await eventually(async () => done || ((await db.query(`SELECT FROM pg_locks WHERE NOT granted`)).rowCount ?? 0) > 0);
    await deleting.query('COMMIT');
    await sweeping;
    await deleting.end();
    expect(await events()).toEqual([]);
  });

  it('go with their account', async () => {
    const { id } = await make({ seconds: 600 });
    await work(NOON - 60 * MINUTE, 10);
    await rolledUp();
    await sweep();
    expect(await events()).toHaveLength(1);
    await app.call('DELETE', `${GOALS}/${id}`, ada);
    expect(await events()).toEqual([]);
  });
});
