import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '@app/core';
import { connect, type Connection } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const ROUTE = 'users/current/reports/weekly';
const HOUR = 3600;
const at = (iso: string): number => Date.parse(iso) / 1000;

describe('the weekly report', () => {
  const lines: string[] = [];
  let app: TestApp;
  let db: Connection;
  let ada: TestUser;

  beforeAll(async () => {
    app = await startApp({ log: createLogger('trace', 'test', { write: (line) => void lines.push(line) }) });
    db = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });
  beforeEach(async () => {
    // A Tuesday.
    app.clock.at = Date.parse('2026-11-24T12:00:00Z');
    ada = await app.newUser({ zone: 'Europe/Berlin' });
  });

  /** Work from a moment on: a heartbeat every ten minutes. */
  const work = (iso: string, hours: number, of: Record<string, unknown> = {}, user = ada) =>
    app.send(
      user,
      Array.from({ length: hours * 6 + 1 }, (_, n) => ({
        project: 'engine',
        language: 'Rust',
        category: 'coding',
        ...of,
        time: at(iso) + n * 600,
      })),
    );
  const report = async (query = '', user = ada) => (await app.get(`${ROUTE}${query}`, user)).body.data;

  it('is the worked example of its description', async () => {
    // 20 hours in the week before, on Sunday the last of them.
    for (const day of [9, 10, 11, 15]) await work(`2026-11-${String(day).padStart(2, '0')}T09:00:00Z`, 5);
    // 25 hours: none on Tuesday; 2.5 of them with an AI agent.
    await work('2026-11-16T09:00:00Z', 5, { project: 'site', language: 'CSS' });
    for (const day of [18, 19, 20, 21]) await work(`2026-11-${day}T09:00:00Z`, 3);
    await work('2026-11-18T13:00:00Z', 2.5, { category: 'ai coding', ai_agent: 'claude-code' });
    await work('2026-11-22T09:00:00Z', 5.5);
    expect(await report()).toEqual({
      week: '2026-W47',
      start_date: '2026-11-16',
      end_date: '2026-11-22',
      timezone: 'Europe/Berlin',
      day_start: '00:00',
      is_over: true,
      total_seconds: 25 * HOUR,
      week_before: { week: '2026-W46', total_seconds: 20 * HOUR },
      change: { seconds: 18_000, percent: 25 },
      days: [5, 0, 5.5, 3, 3, 3, 5.5].map((hours, n) => ({ date: `2026-11-${16 + n}`, total_seconds: hours * HOUR })),
      active_days: 6,
      best_day: { date: '2026-11-18', total_seconds: 5.5 * HOUR },
      streak: { days: 5, longest_days: 5 },
      goals: [],
      other_goals: 0,
      projects: {
        items: [
          { name: 'engine', total_seconds: 20 * HOUR, percent: 80 },
          { name: 'site', total_seconds: 5 * HOUR, percent: 20 },
        ],
        others_seconds: 0,
      },
      languages: {
        items: [
          { name: 'Rust', total_seconds: 20 * HOUR, percent: 80 },
          { name: 'CSS', total_seconds: 5 * HOUR, percent: 20 },
        ],
        others_seconds: 0,
      },
      editors: { items: [{ name: 'Unknown', total_seconds: 25 * HOUR, percent: 100 }], others_seconds: 0 },
      ai: { total_seconds: 2.5 * HOUR, percent: 10 },
    });
    expect(await report('?week=2026-W46')).toMatchObject({ total_seconds: 20 * HOUR, change: { percent: null } });
  });

  it('has five names of each list, and the rest as one amount', async () => {
    for (let n = 1; n <= 8; n++) await work(`2026-11-16T${String(n + 5).padStart(2, '0')}:00:00Z`, 0.5, { project: `p${n}` });
    const { projects, total_seconds: total } = await report();
    expect(projects.items.map(({ name }: { name: string }) => name)).toEqual(['p1', 'p2', 'p3', 'p4', 'p5']);
    const sum = projects.items.reduce((seconds: number, item: { total_seconds: number }) => seconds + item.total_seconds, 0);
    expect([sum + projects.others_seconds, projects.others_seconds > 0]).toEqual([total, true]);
  });

  it('says how goals went: periods whose last day is in the week, as they were judged', async () => {
    await work('2026-11-10T09:00:00Z', 1);
    for (const day of [16, 17, 19]) await work(`2026-11-${day}T09:00:00Z`, 3);
    const make = async (goal: object) => (await app.call('POST', '/api/v1/users/current/goals', ada, goal)).body.data.id;
    const daily = await make({ type: 'daily', target_seconds: 2 * HOUR, ignore_days: ['saturday', 'sunday'] });
    const weekly = await make({ type: 'weekly', target_seconds: 10 * HOUR });
    const inverse = await make({ type: 'weekly', target_seconds: 10 * HOUR, is_inverse: true, title: 'Not <too> much' });
    await make({ type: 'monthly', target_seconds: 10 * HOUR });
    const { goals, other_goals: others } = await report();
    expect(goals).toEqual([
      { id: daily, title: 'Code 2 hrs a day', period: 'day', met: 3, counted: 5, is_met: false, text: '3 of 5 days', streak: 0 },
      { id: weekly, title: 'Code 10 hrs a week', period: 'week', met: 0, counted: 1, is_met: false, text: 'Missed: 1 hr under', streak: 0 },
      { id: inverse, title: 'Not <too> much', period: 'week', met: 1, counted: 1, is_met: true, text: 'Met: 1 hr under', streak: 2 },
    ]);
    expect(others).toBe(0);
    // Of the week before, whatever came after it.
    expect((await report('?week=2026-W46')).goals.map((goal: { text: string }) => goal.text)).toEqual([
      '0 of 4 days',
      'Missed: 9 hrs under',
      'Met: 9 hrs under',
    ]);
    const { text } = await app.get(`${ROUTE}?format=html`, ada);
    expect(text).toMatch(/Goals[\s\S]*Code 2 hrs a day[\s\S]*3 of 5 days[\s\S]*Not &lt;too&gt; much[\s\S]*Met: 1 hr under, 2 in a row/);
  });

  it('knows streaks of goals that began long before the week, also where they ended since', async () => {
    /** Ten minutes on each day, both included. */
    const workDaily = async (first: string, last: string): Promise<number> => {
      const days = (at(`${last}T09:00:00Z`) - at(`${first}T09:00:00Z`)) / 86_400 + 1;
      const times = Array.from({ length: days }, (_, n) => at(`${first}T09:00:00Z`) + n * 86_400);
      await app.send(
        ada,
        times.flatMap((time) => [{ time }, { time: time + 600 }]),
      );
      return days;
    };
    const long = await workDaily('2025-02-01', '2025-05-18');
    const longer = await workDaily('2025-09-01', '2026-11-22');
    expect([long, longer]).toEqual([107, 448]);
    await app.call('POST', '/api/v1/users/current/goals', ada, { type: 'daily', target_seconds: 600 });
    expect((await report('?week=2025-W20')).goals[0]).toMatchObject({ text: '7 of 7 days', streak: long });
    // There was none on Monday.
    expect((await report()).goals[0]).toMatchObject({ text: '7 of 7 days', streak: longer });
    expect((await report('?week=2026-W48')).goals[0]).toMatchObject({ text: '0 of 1 day', streak: 0 });
  });

  it('has the days of goals, which may begin after midnight', async () => {
    await app.call('PATCH', '/api/v1/users/current', ada, { day_start: '04:00' });
    const bob = await app.newUser({ zone: 'Europe/Berlin' });
    // Changed from here on, the past stays: so the week is one to come.
    app.clock.at = Date.parse('2026-12-08T12:00:00Z');
    // Monday 02:00 to 03:00 in Berlin is Sunday.
    for (const user of [ada, bob]) await work('2026-12-07T01:00:00Z', 1, {}, user);
    expect(await report()).toMatchObject({ week: '2026-W49', day_start: '04:00', total_seconds: HOUR, best_day: { date: '2026-12-06' } });
    expect(await report('', bob)).toMatchObject({ week: '2026-W49', day_start: '00:00', total_seconds: 0 });
    expect((await app.get(`${ROUTE}?format=html`, ada)).text).toContain('Monday to Sunday in Europe/Berlin, days from 04:00.');
  });

  it('of a running week is as far as it is, without a change, and today breaks no streak', async () => {
    await work('2026-11-22T09:00:00Z', 1);
    await work('2026-11-23T09:00:00Z', 1);
    expect(await report('?week=2026-W48')).toMatchObject({
      is_over: false,
      total_seconds: HOUR,
      week_before: { total_seconds: HOUR },
      change: null,
      streak: { days: 2, longest_days: 2 },
    });
  });

  it('of a week without time has zeros', async () => {
    expect(await report()).toMatchObject({
      total_seconds: 0,
      change: { seconds: 0, percent: null },
      best_day: null,
      active_days: 0,
      streak: { days: 0, longest_days: 0 },
      projects: { items: [], others_seconds: 0 },
      ai: { total_seconds: 0, percent: 0 },
    });
    expect((await app.get(`${ROUTE}?format=html`, ada)).status).toBe(200);
  });

  it('is of the last week that is over in the zone of its user', async () => {
    app.clock.at = Date.parse('2026-11-22T12:00:00Z');
    const kiritimati = await app.newUser({ zone: 'Pacific/Kiritimati' });
    expect([(await report()).week, (await report('', kiritimati)).week]).toEqual(['2026-W46', '2026-W47']);
  });

  it.each([
    ['week=47', 'Use a year and its ISO week, such as 2026-W47.'],
    ['week=2025-W53', 'the weeks of 2025 are W01 to W52'],
    ['week=2026-W49', '2026-W49 has not begun yet. Ask for 2026-W48 or an earlier week.'],
    ['week=2999-W52', 'has not begun yet'],
    ['week=1900-W01', 'Use a week from 1971-W01'],
    ['format=pdf', 'one of json, html'],
  ])('refuses ?%s and says what to do', async (query, text) => {
    const answer = await app.get(`${ROUTE}?${query}`, ada);
    expect([answer.status, answer.body.error]).toEqual([400, expect.stringContaining(text)]);
    expect(answer.headers['content-type']).toContain('application/json');
  });

  it('is a page for who wants HTML, which loads and runs nothing and has names as text', async () => {
    const evil = '<img src=x onerror=alert(1)>"\'&\u202E';
    await work('2026-11-18T09:00:00Z', 2, { project: evil });
    for (const answer of [
      await app.get(`${ROUTE}?format=html`, ada),
      await app.call('GET', `/api/v1/${ROUTE}`, ada, undefined, { accept: 'text/html,*/*;q=0.8' }),
    ]) {
      expect(answer).toMatchObject({
        status: 200,
        headers: {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': expect.stringMatching(/^default-src 'none'.*style-src 'unsafe-inline'$/),
          'cache-control': 'no-store',
        },
      });
      expect(answer.text).toContain('2 hrs');
      expect(answer.text).toContain('&lt;img src=x');
      expect(answer.text).not.toMatch(/<img|<script|<link|url\(|src=["']|@import|\u202E|unsubscribe/i);
    }
    const json = await app.call('GET', `/api/v1/${ROUTE}?format=json`, ada, undefined, { accept: 'text/html' });
    expect([json.headers['content-type'], json.headers['vary']]).toEqual(['application/json; charset=utf-8', 'accept']);
  });

  describe('ends by its link', () => {
    const secret = Buffer.alloc(32, 7);
    const tokenOf = (id: string, of = secret) => `${id}.${createHmac('sha256', of).update(`weekly-report ${id}`).digest('base64url')}`;
    const wants = async (user = ada) => (await app.get('users/current', user)).body.data.weekly_report;
    const post = (token: string, headers: Record<string, string> = {}, body = 'List-Unsubscribe=One-Click') =>
      app.call('POST', `/account/unsubscribe?token=${token}`, null, body, {
        'content-type': 'application/x-www-form-urlencoded',
        ...headers,
      });

    beforeEach(async () => {
      await app.call('PATCH', '/api/v1/users/current', ada, { weekly_report: true });
      await db.query('UPDATE users SET unsubscribe_secret = $2 WHERE id = $1', [ada.userId, secret]);
    });

    it('at once by POST, as often as it is sent, and is in the audit log', async () => {
      const bob = await app.newUser();
      await app.call('PATCH', '/api/v1/users/current', bob, { weekly_report: true });
      lines.length = 0;
      for (let n = 0; n < 2; n++) {
        expect(await post(tokenOf(ada.publicId))).toMatchObject({
          status: 200,
          body: { message: expect.stringContaining('no more weekly') },
        });
        expect([await wants(), await wants(bob)]).toEqual([false, true]);
      }
      const { rows } = await db.query(`SELECT actor_kind, details FROM audit_log WHERE subject_id = $1 AND message = 'StopWeeklyReport'`, [
        ada.userId,
      ]);
      expect(rows[0]).toEqual({ actor_kind: 'stranger', details: {} });
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.join('')).not.toContain(tokenOf(ada.publicId).slice(-20));
    });

    it.each([
      ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'],
      ['text/plain', '{'],
    ])('whatever the body is: %s', async (type, body) => {
      expect((await post(tokenOf(ada.publicId), { 'content-type': type }, body)).status).toBe(200);
      expect(await wants()).toBe(false);
    });

    it('not by opening it: that is a page with a button, the same for everybody', async () => {
      const page = (token: string) => app.call('GET', `/account/unsubscribe?token=${token}`, null, undefined, { accept: 'text/html' });
      const opened = await page(tokenOf(ada.publicId));
      expect(opened).toMatchObject({
        status: 200,
        headers: {
          'content-type': 'text/html; charset=utf-8',
          'cache-control': 'no-store',
          'referrer-policy': 'no-referrer',
          'content-security-policy': expect.stringContaining("form-action 'self'"),
        },
      });
      expect(opened.text).toMatch(/<form method="post">[\s\S]*<button>/);
      expect(opened.text).not.toContain('<script');
      expect((await page('x')).text).toBe(opened.text);
      expect(await wants()).toBe(true);
      const pressed = await post(tokenOf(ada.publicId), { accept: 'text/html' });
      expect([pressed.status, pressed.headers['content-type'], await wants()]).toEqual([200, 'text/html; charset=utf-8', false]);
      expect(pressed.text).toContain('No more weekly reports');
    });

    it('not by another token', async () => {
      const bob = await app.newUser();
      const right = tokenOf(ada.publicId);
      const wrong = [
        '',
        'x',
        ada.publicId,
        `${ada.publicId}.`,
        right.slice(0, -1),
        `${right}A`,
        tokenOf(ada.publicId, Buffer.alloc(32, 8)),
        tokenOf(bob.publicId),
        `${bob.publicId}.${right.split('.')[1]}`,
        tokenOf('0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19'),
      ];
      for (const token of wrong) {
        const answer = await post(token);
        expect([token, answer.status, answer.body.error]).toEqual([token, 404, expect.stringContaining('ends no reports')]);
        expect(await post(token, { accept: 'text/html' })).toMatchObject({
          status: 404,
          headers: { 'content-type': 'text/html; charset=utf-8' },
        });
      }
      expect((await post('x'.repeat(201))).status).toBe(400);
      expect(await wants()).toBe(true);
    });

    it('also when the account is disabled, and no more when it is deleted', async () => {
      await db.query('UPDATE users SET disabled_at = now() WHERE id = $1', [ada.userId]);
      expect((await post(tokenOf(ada.publicId))).status).toBe(200);
      await db.query('DELETE FROM users WHERE id = $1', [ada.userId]);
      expect((await post(tokenOf(ada.publicId))).status).toBe(404);
    });
  });
});

describe('the link of the weekly report', () => {
  it('may be tried as often as strangers may ask', async () => {
    const app = await startApp({ limited: true, env: { STRANGER_LIMIT_PER_MINUTE: 3 } });
    const tried: number[] = [];
    for (let n = 0; n < 4; n++) tried.push((await app.call('POST', '/account/unsubscribe?token=x')).status);
    expect(tried).toEqual([404, 404, 404, 429]);
    await app.close();
  });
});
