import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OPERATOR } from '@app/core';
import { SetPassword } from '@app/users';
import { connect, type Connection } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const PASSWORD = 'violet-engine-harbour-tuesday';
const OTHER = 'copper-lantern-orbit-wednesday';
const CHANGE = '/api/auth/email/change';
const RESEND = '/api/auth/email/resend';
const VERIFY = '/api/auth/email/verify';

describe('another e-mail address', () => {
  let app: TestApp;
  let db: Connection;
  let post: MailServer;
  let count = 0;

  beforeAll(async () => {
    post = await startMailServer();
    app = await startApp({
      env: { REGISTRATION: 'open', SMTP_URL: post.url, MAIL_FROM: 'Chronova <time@example.com>', PUBLIC_URL: 'https://time.example.com' },
    });
    db = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
    await post.close();
  });

  const newEmail = (): string => `grace.${++count}@example.com`;
  const somebody = async (): Promise<TestUser & { email: string }> => {
    const user = await app.newUser();
    const email = newEmail();
    await db.query('UPDATE users SET email = $2, email_confirmed_at = now() WHERE id = $1', [user.userId, email]);
    await app.commands.execute(new SetPassword(OPERATOR, user.userId, PASSWORD));
    // Of the password: no mail of these tests.
    await post.mailTo(email);
    post.mails.splice(0);
    return { ...user, email };
  };
  const change = (user: TestUser, email: string, password = PASSWORD) => app.call('POST', CHANGE, user, { email, password });
  const open = (token: string) => app.call('POST', VERIFY, null, { token });
  const tokenTo = async (email: string, n = 1) => new URL((await post.mailTo(email, n)).links.at(-1) ?? '').searchParams.get('token') ?? '';
  const emailOf = async ({ userId }: TestUser) =>
    (await db.query('SELECT email, email_confirmed_at IS NOT NULL AS confirmed FROM users WHERE id = $1', [userId])).rows[0];
  const signIn = async (email: string) => (await app.call('POST', '/api/auth/login', null, { email, password: PASSWORD })).status;
  const subjects = (to: string) => post.mails.filter((mail) => mail.to === to).map(({ subject }) => subject);

  it('counts when its link is opened, once, and the one before is told twice', async () => {
    const ada = await somebody();
    const next = newEmail();
    expect(await change(ada, next.toUpperCase())).toMatchObject({ status: 202, body: { message: expect.stringContaining('new address') } });
    const token = await tokenTo(next);
    expect((await post.mailTo(next)).links.at(-1)).toMatch(/^https:\/\/time\.example\.com\/account\/verify\?token=/);
    const told = await post.mailTo(ada.email);
    expect([told.subject, told.text.includes(next)]).toEqual(['A new address for your Chronova account was asked for', false]);
    expect(await emailOf(ada)).toEqual({ email: ada.email, confirmed: true });
    expect([await signIn(ada.email), await signIn(next)]).toEqual([200, 401]);
    expect((await open(token)).status).toBe(200);
    expect(await emailOf(ada)).toEqual({ email: next, confirmed: true });
    expect([await signIn(ada.email), await signIn(next)]).toEqual([401, 200]);
    await eventually(async () => subjects(ada.email).includes('Your Chronova account has another address now'));
    expect((await open(token)).status).toBe(400);
    const { rows } = await db.query('SELECT message, details FROM audit_log WHERE subject_id = $1 ORDER BY id', [ada.userId]);
    expect(rows.filter(({ message }) => /Email/.test(message))).toEqual([
      { message: 'ChangeEmail', details: {} },
      { message: 'VerifyEmail', details: { changed: true } },
    ]);
  });

  it('needs the password, and an address that is one and another', async () => {
    const ada = await somebody();
    const next = newEmail();
    const wrong = await change(ada, next, OTHER);
    expect([wrong.status, Object.keys(wrong.body.errors)]).toEqual([400, ['password']]);
    for (const email of ['nobody', ada.email.toUpperCase()]) {
      const answer = await change(ada, email);
      expect([answer.status, Object.keys(answer.body.errors)]).toEqual([400, ['email']]);
    }
    // An account without a password has none to say.
    expect((await change(await app.newUser(), next)).status).toBe(400);
    const { rows } = await db.query(`SELECT message FROM audit_log WHERE subject_id = $1 AND message LIKE '%Email%'`, [ada.userId]);
    expect(rows).toEqual([{ message: 'ChangeEmailRefused' }]);
    expect(subjects(next)).toEqual([]);
  });

  it('does not tell whether an address is taken', async () => {
    const ada = await somebody();
    const bob = await somebody();
    const free = await change(ada, newEmail());
    const taken = await change(ada, bob.email);
    expect([taken.status, taken.text]).toEqual([free.status, free.text]);
    const mail = await post.mailTo(bob.email);
    expect([mail.subject, mail.links.at(-1)]).toEqual([
      'Your address belongs to a Chronova account already',
      'https://time.example.com/account/login',
    ]);
    expect(mail.text).not.toContain('token=');
  });

  it('is refused when somebody else has it by the time the link is opened', async () => {
    const ada = await somebody();
    const bob = await somebody();
    const next = newEmail();
    await change(ada, next);
    const token = await tokenTo(next);
    await db.query('UPDATE users SET email = $2 WHERE id = $1', [bob.userId, next]);
    expect((await open(token)).status).toBe(400);
    expect(await emailOf(ada)).toMatchObject({ email: ada.email });
  });

  it('ends with the day, with another request and with a new password', async () => {
    const ada = await somebody();
    const [first, second, third] = [newEmail(), newEmail(), newEmail()];
    await change(ada, first);
    const dead = await tokenTo(first);
    await change(ada, second);
    expect((await open(dead)).status).toBe(400);
    app.clock.at = Date.now() + 25 * 3_600_000;
    expect((await open(await tokenTo(second))).status).toBe(400);
    app.clock.at = undefined;
    await change(ada, third);
    const pending = await tokenTo(third);
    await app.commands.execute(new SetPassword(OPERATOR, ada.userId, OTHER));
    expect((await open(pending)).status).toBe(400);
    expect(await emailOf(ada)).toMatchObject({ email: ada.email });
  });

  it('is mailed five times an hour at most, and the fifth link stays good', async () => {
    const ada = await somebody();
    const asked = Array.from({ length: 6 }, newEmail);
    for (const email of asked) expect((await change(ada, email)).status).toBe(202);
    const fifth = await tokenTo(asked[4] ?? '');
    expect(subjects(asked[5] ?? '')).toEqual([]);
    expect((await open(fifth)).status).toBe(200);
  });

  it('ends links that were mailed to the one before', async () => {
    const ada = await somebody();
    await app.call('POST', '/api/auth/password/forgot', null, { email: ada.email });
    const reset = await tokenTo(ada.email);
    const next = newEmail();
    await change(ada, next);
    expect((await open(await tokenTo(next))).status).toBe(200);
    expect((await app.call('POST', '/api/auth/password/reset', null, { token: reset, password: OTHER })).status).toBe(400);
  });

  describe('the mail that confirms an address', () => {
    it('comes again, ten minutes later, and the link before works no more', async () => {
      const email = newEmail();
      await app.call('POST', '/api/auth/register', null, { email, password: PASSWORD });
      const first = await tokenTo(email);
      const early = await app.call('POST', RESEND, null, { email });
      app.clock.at = Date.now() + 11 * 60_000;
      const again = await app.call('POST', RESEND, null, { email });
      const second = await tokenTo(email, 2);
      app.clock.at = undefined;
      expect([early.status, again.status, again.text]).toEqual([202, 202, early.text]);
      expect(subjects(email)).toHaveLength(2);
      const { rows } = await db.query(
        `SELECT count(*)::int AS n FROM audit_log WHERE message = 'ResendConfirmation' AND subject_id = (SELECT id FROM users WHERE email = $1)`,
        [email],
      );
      expect(rows).toEqual([{ n: 1 }]);
      expect((await open(first)).status).toBe(400);
      expect((await open(second)).status).toBe(200);
      expect(await signIn(email)).toBe(200);
    });

    it('is the same answer for nobody and for who has confirmed', async () => {
      const ada = await somebody();
      for (const email of [ada.email, newEmail(), 'nobody']) {
        expect((await app.call('POST', RESEND, null, { email })).status).toBe(202);
        expect(subjects(email)).toEqual([]);
      }
    });
  });
});
