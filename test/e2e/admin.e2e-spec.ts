import { OPERATOR } from '@app/core';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EnsureOwner, SetPassword } from '@app/users';
import { connect } from '../support/database.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

describe('administration', () => {
  let app: TestApp;
  let mail: MailServer;
  let owner: TestUser;
  let ada: TestUser;

  beforeAll(async () => {
    mail = await startMailServer();
    app = await startApp({ env: { SMTP_URL: mail.url, MAIL_FROM: 'chronova@example.com', REGISTRATION: 'closed' } });
    const key = (await app.commands.execute(new EnsureOwner(OPERATOR, 'UTC'))) ?? '';
    const { data } = (await app.call('GET', `/api/v1/users/current?api_key=${key}`)).body;
    owner = { userId: 1, publicId: data.id, key };
    ada = await app.newUser();
  });
  afterAll(async () => {
    await app.close();
    await mail.close();
  });

  const admin = (method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown, as = owner) =>
    app.call(method, `/api/v1/admin/${path}`, as, body);

  it('is for the owner and administrators only', async () => {
    for (const [method, path] of [
      ['GET', 'users'],
      ['GET', 'settings'],
      ['PATCH', `users/${owner.publicId}`],
      ['POST', `users/${owner.publicId}/password-reset`],
    ] as const) {
      expect((await admin(method, path, method === 'GET' ? undefined : {}, ada)).status).toBe(403);
    }
    expect((await admin('PATCH', `users/${ada.publicId}`, { is_admin: true })).body.data.is_admin).toBe(true);
    await sleep(1_000);
    expect((await admin('GET', 'users', undefined, ada)).status).toBe(200);
    await admin('PATCH', `users/${ada.publicId}`, { is_admin: false });
    await sleep(1_000);
    expect((await admin('GET', 'users', undefined, ada)).status).toBe(403);
  });

  it('lists, searches and pages accounts', async () => {
    const grace = await app.newUser();
    await app.call('PATCH', '/api/v1/users/current', grace, { display_name: 'Grace 100%_Hopper' });
    const all = (await admin('GET', 'users')).body;
    expect(all.total).toBe(all.data.length);
    expect(all.data[0]).toMatchObject({
      id: owner.publicId,
      username: 'owner',
      is_owner: true,
      is_admin: true,
      is_disabled: false,
      plan: 'free',
    });
    const page = (await admin('GET', 'users?per_page=1&page=2')).body;
    expect([page.data.length, page.data[0].id, page.total_pages]).toEqual([1, ada.publicId, all.total]);
    expect((await admin('GET', 'users?search=100%25_hop')).body.data.map((u: { id: string }) => u.id)).toEqual([grace.publicId]);
    expect((await admin('GET', 'users?search=%25')).body.total).toBe(1);
    expect((await admin('GET', 'users?page=0')).status).toBe(400);
  });

  it('disables an account: its keys and password are refused, what it has stays', async () => {
    const bob = await app.newUser();
    await app.send(bob, [{ time: Date.now() / 1000 }]);
    await app.commands.execute(new SetPassword(OPERATOR, bob.userId, 'a long and unusual phrase 42'));
    const { username } = (await admin('GET', 'users')).body.data.find((u: { id: string }) => u.id === bob.publicId);
    const login = () => app.call('POST', '/api/auth/login', null, { email: username, password: 'a long and unusual phrase 42' });
    expect((await login()).status).toBe(200);
    expect((await admin('PATCH', `users/${bob.publicId}`, { is_disabled: true })).body.data.is_disabled).toBe(true);
    await sleep(1_000);
    expect((await app.get('users/current', bob)).status).toBe(401);
    expect((await login()).status).toBe(401);
    await admin('PATCH', `users/${bob.publicId}`, { is_disabled: false });
    await sleep(1_000);
    expect((await app.get('users/current/heartbeats', bob)).body.total).toBe(1);
    expect((await login()).status).toBe(200);
  });

  it('gives plans, which clients see', async () => {
    await admin('PATCH', `users/${ada.publicId}`, { plan: 'team' });
    expect((await app.get('users/current', ada)).body.data).toMatchObject({
      plan: 'team',
      subscriptionPlan: 'team',
      subscriptionStatus: 'active',
      has_premium_features: true,
    });
  });

  it('can be taken neither from the owner nor from oneself', async () => {
    const boss = await app.newUser();
    await admin('PATCH', `users/${boss.publicId}`, { is_admin: true });
    await sleep(1_000);
    for (const change of [{ is_disabled: true }, { is_admin: false }]) {
      expect((await admin('PATCH', `users/${owner.publicId}`, change, boss)).status).toBe(403);
      expect((await admin('PATCH', `users/${boss.publicId}`, change, boss)).status).toBe(403);
    }
    expect((await app.get('users/current', owner)).status).toBe(200);
  });

  it('mails the link for a new password to the account’s own address', async () => {
    const url = `users/${ada.publicId}/password-reset`;
    expect(await admin('POST', url)).toMatchObject({ status: 409, body: { error: expect.stringContaining('user:claim') } });
    const db = await connect(app.databaseUrl);
    await db.query('UPDATE users SET email = $2 WHERE id = $1', [ada.userId, 'ada@example.com']);
    await db.end();
    const answer = await admin('POST', url);
    expect(answer.status).toBe(202);
    expect(answer.text).not.toContain('token');
    expect((await mail.mailTo('ada@example.com')).links).toContainEqual(expect.stringContaining('/account/reset?token='));
  });

  it('answers unknown accounts and wrong changes by name', async () => {
    expect((await admin('PATCH', 'users/0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19', { plan: 'pro' })).status).toBe(404);
    for (const id of ['nobody', '%00', 'a%00b', "'%20OR%201=1"]) {
      expect([id, (await admin('POST', `users/${id}/password-reset`)).status]).toEqual([id, 404]);
      expect([id, (await admin('PATCH', `users/${id}`, { plan: 'pro' })).status]).toEqual([id, 404]);
    }
    for (const [body, field] of [
      [{ plan: 'gold' }, 'plan'],
      [{ is_disabled: 'yes' }, 'is_disabled'],
      [{ is_admin: null }, 'is_admin'],
      [{ is_owner: true }, 'is_owner'],
    ] as const) {
      expect(await admin('PATCH', `users/${ada.publicId}`, body)).toMatchObject({
        status: 400,
        body: { errors: { [field]: [expect.any(String)] } },
      });
    }
  });

  it('shows how the instance is set up, and no secret', async () => {
    const answer = await admin('GET', 'settings');
    expect(answer.body.data).toEqual({
      registration: 'closed',
      sends_mail: true,
      uses_redis: false,
      rate_limit_per_hour: 1000,
      ingest_limit_per_hour: 10000,
      public_url: null,
    });
    expect(answer.text).not.toContain('postgres');
  });
});
