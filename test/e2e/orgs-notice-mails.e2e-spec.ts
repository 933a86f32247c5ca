import { SERVER } from '@app/core';
import { SendPolicyNotices } from '@app/orgs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Connection, connect } from '../support/database.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('mails about organizations that let more be seen', () => {
  let mailServer: MailServer;
  let app: TestApp;
  let other: TestApp;
  let db: Connection;
  let owner: TestUser;
  let member: TestUser;
  let orgId: number;
  let slug: string;
  let start: number;
  let made = 0;

  beforeAll(async () => {
    mailServer = await startMailServer();
    const env = { SMTP_URL: mailServer.url, MAIL_FROM: 'Chronova <time@example.com>' };
    app = await startApp({ env });
    other = await startApp({ env, databaseUrl: app.databaseUrl });
    db = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await db.end();
    await other.close();
    await app.close();
    await mailServer.close();
  });
  const addressOf = ({ userId }: TestUser): string => `user.${userId}@example.com`;
  beforeEach(async () => {
    [owner, member] = [await app.newUser(), await app.newUser()];
    slug = `notices-${++made}`;
    await app.call('POST', '/api/v1/organizations', owner, { name: `Notices ${made}`, slug });
    orgId = (await db.query('SELECT id FROM organizations WHERE slug = $1', [slug])).rows[0].id;
    await join(member);
    for (const user of [owner, member]) await confirm(user);
    start = Date.now();
    at(start);
  });
  afterEach(async () => {
    mailServer.beforeTaking = async () => {};
    // What a test left is no other's.
    await db.query('DELETE FROM org_notice_mails');
    at(undefined);
  });

  const at = (ms: number | undefined): void => {
    app.clock.at = ms;
    other.clock.at = ms;
  };
  const join = (user: TestUser) =>
    db.query(`INSERT INTO org_members (org_id, user_id, role, source) VALUES ($1, $2, 'member', 'link')`, [orgId, user.userId]);
  const confirm = (user: TestUser) =>
    db.query('UPDATE users SET email = $2, email_confirmed_at = now() WHERE id = $1', [user.userId, addressOf(user)]);
  const change = async (body: object): Promise<void> => {
    expect((await app.call('PATCH', `/api/v1/organizations/${slug}/policies`, owner, body)).status).toBe(200);
  };
  const send = (by = app): Promise<void> => by.commands.execute(new SendPolicyNotices(SERVER, new AbortController().signal));
  const mailsTo = (user: TestUser) => mailServer.mails.filter(({ to }) => to === addressOf(user));
  const nameOf = async ({ userId }: TestUser): Promise<string> =>
    (await db.query('SELECT username FROM users WHERE id = $1', [userId])).rows[0].username;

  it('go to every member with a confirmed address, once for all changes of an hour', async () => {
    const [unconfirmed, left, disabled, stranger] = [await app.newUser(), await app.newUser(), await app.newUser(), await app.newUser()];
    for (const user of [unconfirmed, left, disabled]) await join(user);
    for (const user of [left, disabled, stranger]) await confirm(user);
    await db.query('UPDATE users SET email = $2 WHERE id = $1', [unconfirmed.userId, addressOf(unconfirmed)]);
    await db.query('UPDATE users SET disabled_at = now() WHERE id = $1', [disabled.userId]);
    await change({ most_shared: 'totals' });
    await send();
    at(start + 30 * MINUTE);
    await change({ most_shared: 'everything' });
    await change({ members_see_reports: true });
    await db.query('UPDATE org_members SET left_at = now() WHERE user_id = $1', [left.userId]);
    at(start + 89 * MINUTE);
    await send();
    expect([owner, member].flatMap(mailsTo)).toEqual([]);
    at(start + 90 * MINUTE);
    await Promise.all([send(), send(other)]);
    await send();
    expect([owner, member].map((user) => mailsTo(user).length)).toEqual([1, 1]);
    expect([unconfirmed, left, disabled, stranger].flatMap(mailsTo)).toEqual([]);
    const [mail] = mailsTo(member);
    expect(mail?.subject).toBe(`Notices ${made} lets more be seen of its members`);
    expect(mail?.text).toContain(`most_shared: everything, before totals. By ${await nameOf(owner)}`);
    expect(mail?.text).toContain('members_see_reports: true, before false.');
    at(start + 10 * DAY);
    await send();
    expect(mailsTo(member)).toHaveLength(1);
  });

  it('tell nothing of what is tightened, and later changes in a mail of their own', async () => {
    await change({ min_group: 8 });
    at(start + 2 * HOUR);
    await send();
    expect(mailsTo(member)).toEqual([]);
    await change({ min_group: 7 });
    at(start + 3 * HOUR);
    await send();
    await change({ min_group: 6 });
    at(start + 4 * HOUR);
    await send();
    expect(mailsTo(member).map(({ text }) => /min_group: (\d), before (\d)/.exec(text)?.slice(1))).toEqual([
      ['7', '8'],
      ['6', '7'],
    ]);
  });

  it('are three a day at most, and what waits is one mail', async () => {
    await change({ min_group: 20 });
    for (let n = 1; n <= 5; n++) {
      await change({ min_group: 20 - n });
      at(start + n * HOUR);
      await send();
    }
    expect(mailsTo(member)).toHaveLength(3);
    at(start + DAY + HOUR - 1);
    await send();
    expect(mailsTo(member)).toHaveLength(3);
    at(start + DAY + HOUR);
    await send();
    await send();
    expect(mailsTo(member)).toHaveLength(4);
    const last = mailsTo(member).at(-1)?.text;
    expect([last?.includes('min_group: 16, before 17'), last?.includes('min_group: 15, before 16')]).toEqual([true, true]);
  });

  it('are sent again where the mail server took none, or the worker ended, and tell what came meanwhile later', async () => {
    await change({ min_group: 4 });
    at(start + HOUR);
    mailServer.beforeTaking = async ({ to }) => {
      if (to !== addressOf(member)) return;
      await change({ min_group: 3 });
      throw new Error('busy');
    };
    await send();
    mailServer.beforeTaking = async () => {};
    expect([mailsTo(owner).length, mailsTo(member).length]).toEqual([1, 0]);
    await send(other);
    expect(mailsTo(member)).toEqual([]);
    at(start + HOUR + 5 * MINUTE);
    await Promise.all([send(other), send()]);
    expect(mailsTo(member)).toHaveLength(1);
    expect(mailsTo(member)[0]?.text).toContain('min_group: 3, before 4');
    at(start + 3 * HOUR);
    await send();
    // The owner was told of the first change alone before.
    expect([mailsTo(owner).length, mailsTo(member).length]).toEqual([2, 1]);
    expect(mailsTo(owner)[1]?.text).not.toContain('before 5');
  });

  it('end when nobody takes them', async () => {
    await change({ min_group: 4 });
    mailServer.beforeTaking = () => Promise.reject(new Error('busy'));
    for (let hours = 1; hours < 30; hours++) {
      at(start + hours * HOUR);
      await send();
    }
    mailServer.beforeTaking = async () => {};
    at(start + 40 * HOUR);
    await send();
    expect(mailsTo(member)).toEqual([]);
    expect((await db.query('SELECT FROM org_notice_mails WHERE due_at IS NOT NULL')).rowCount).toBe(0);
    await change({ min_group: 3 });
    at(start + 41 * HOUR);
    await send();
    expect(mailsTo(member)).toHaveLength(1);
  });
});
