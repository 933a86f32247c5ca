import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger, OPERATOR, SERVER } from '@app/core';
import { PruneAuditLog } from '@app/database';
import * as users from '@app/users';
import { CreateUser, EnsureOwner, InviteUser, IssueClaimLink, SetPassword } from '@app/users';
import { Writable } from 'node:stream';
import { type Connection, connect } from '../support/database.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { eventually } from '../support/eventually.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const PASSWORD = 'violet-engine-harbour-tuesday';
const OTHER = 'copper-lantern-orbit-wednesday';

interface Row {
  message: string;
  actor_id: number | null;
  actor_kind: string;
  credential_id: number | null;
  subject_id: number | null;
  details: Record<string, unknown>;
  request_id: string | null;
  address: string | null;
}

describe('audit log and log of messages', () => {
  let app: TestApp;
  let client: Connection;
  let mails: MailServer;
  const lines: Record<string, unknown>[] = [];

  beforeAll(async () => {
    mails = await startMailServer();
    const out = new Writable({
      write: (chunk, _encoding, done) => {
        for (const line of String(chunk).trim().split('\n')) lines.push(JSON.parse(line));
        done();
      },
    });
    app = await startApp({
      log: createLogger('debug', 'api', out),
      env: { SMTP_URL: mails.url, MAIL_FROM: 'c@example.com', REGISTRATION: 'invite' },
    });
    client = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await client.end();
    await app.close();
    await mails.close();
  });

  const rows = async (): Promise<Row[]> => (await client.query<Row>('SELECT * FROM audit_log ORDER BY id')).rows;
  const call = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, user?: TestUser | null, body?: unknown) =>
    app.call(method, path, user, body);

  it('has a row for every audited command that was committed, with who, by what, whom and from which request', async () => {
    const ownerKey = await app.commands.execute(new EnsureOwner(OPERATOR, 'UTC'));
    const owner = { userId: 0, publicId: '', key: ownerKey ?? '' };
    const claim = await app.commands.execute(new IssueClaimLink(OPERATOR));
    const secretOf = (text: string) => /(?:token|invite)=([\w-]+)/.exec(text)?.[1] ?? '';
    const claimed = await call('POST', '/api/auth/claim', null, { token: secretOf(claim), email: 'owner@example.com', password: PASSWORD });
    expect(claimed.status).toBe(200);
    const verify = await mails.mailTo('owner@example.com');
    await call('POST', '/api/auth/email/verify', null, { token: secretOf(verify.text) });
    const { userId, publicId } = await app.commands.execute(new CreateUser(OPERATOR, 'ada', 'UTC'));
    await app.commands.execute(new SetPassword(OPERATOR, userId, PASSWORD));
    const login = await call('POST', '/api/auth/login', null, { email: 'ada', password: PASSWORD });
    const ada = { userId, publicId, key: login.body.apiKey };
    const made = await call('POST', '/api/v1/users/current/api-keys', ada, { name: 'laptop', scopes: ['read'] });
    const id: string = made.body.data.id;
    await call('PATCH', `/api/v1/users/current/api-keys/${id}`, ada, { name: 'desktop' });
    await call('DELETE', `/api/v1/users/current/api-keys/${id}`, ada);
    await call('PATCH', '/api/v1/users/current', ada, { display_name: 'Ada' });
    await call('POST', '/api/v1/users/current/get_api_key', ada);
    await call('POST', '/api/auth/password/change', ada, { currentPassword: PASSWORD, newPassword: OTHER });
    const another = await call('POST', '/api/auth/email/change', ada, { email: 'ada@example.com', password: OTHER });
    expect(another.status).toBe(202);
    await call('POST', '/api/auth/login', null, { email: 'ada', password: OTHER });
    const sessions = await call('GET', '/api/v1/users/current/sessions', ada);
    const elsewhere = sessions.body.data.find((s: { current: boolean }) => !s.current);
    expect((await call('DELETE', `/api/v1/users/current/sessions/${elsewhere.id}`, ada)).status).toBe(200);
    expect((await call('POST', '/api/auth/logout', ada)).status).toBe(200);
    const { link } = await app.commands.execute(new InviteUser(OPERATOR));
    const registered = await call('POST', '/api/auth/register', null, {
      email: 'bob@example.com',
      password: PASSWORD,
      invite: secretOf(link),
    });
    expect(registered.status).toBe(201);
    const bob = (await client.query(`SELECT id, public_id FROM users WHERE email = 'bob@example.com'`)).rows[0];
    expect((await call('PATCH', `/api/v1/admin/users/${bob.public_id}`, owner, { plan: 'team' })).status).toBe(200);
    expect((await call('POST', `/api/v1/admin/users/${bob.public_id}/password-reset`, owner)).status).toBe(202);
    const reset = await mails.mailTo('bob@example.com', 2);
    expect((await call('POST', '/api/auth/password/reset', null, { token: secretOf(reset.text), password: OTHER })).status).toBe(200);
    await app.commands.execute(new users.IssueResetLink(OPERATOR, bob.id));
    await app.commands.execute(new users.ChangeTimeSettings(OPERATOR, userId, { timeout: 20 }));

    await client.query('UPDATE users SET unsubscribe_secret = $2 WHERE id = $1', [userId, Buffer.alloc(32, 7)]);
    const token = users.unsubscribeToken({ publicId, secret: Buffer.alloc(32, 7) });
    expect((await call('POST', `/account/unsubscribe?token=${token}`, null)).status).toBe(200);
    await app.commands.execute(new users.RevokeApiKeys(OPERATOR, userId));
    await app.commands.execute(new users.DeleteUser(OPERATOR, userId));

    const all = await rows();
    const of = (message: string) => all.find((row) => row.message === message);
    expect([...new Set(all.map((row) => row.message))].filter((name) => name !== 'ResetLinkIssued').toSorted()).toEqual(auditedNames());
    expect(of('ResetLinkIssued')).toMatchObject({ actor_kind: 'key', subject_id: bob.id, address: '127.0.0.1' });
    expect(of('ChangeUser')).toMatchObject({
      actor_kind: 'key',
      subject_id: bob.id,
      details: { user: bob.public_id, plan: 'team' },
      address: '127.0.0.1',
      request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(of('CreateApiKey')).toMatchObject({
      actor_id: userId,
      subject_id: userId,
      details: { name: 'laptop', scopes: ['read'], key: id },
    });
    expect(of('RevokeApiKey')).toMatchObject({ actor_id: userId, subject_id: userId, details: { key: id } });
    expect(of('SignIn')).toMatchObject({ actor_id: null, actor_kind: 'stranger', subject_id: userId });
    expect(of('CreateUser')).toMatchObject({ actor_id: null, actor_kind: 'cli', subject_id: userId, request_id: null, address: null });
    expect(of('RegisterUser')).toMatchObject({ subject_id: bob.id });
    // No secret in it.
    const text = JSON.stringify(all);
    for (const secret of [PASSWORD, OTHER, ada.key, owner.key, secretOf(link)]) expect(text).not.toContain(secret);
  });

  it('has no row for what was refused', async () => {
    const before = (await rows()).length;
    const user = await app.newUser();
    const made = (await rows()).length;
    expect(made).toBe(before + 2);
    expect((await call('DELETE', '/api/v1/users/current/api-keys/unknown', user)).status).toBe(404);
    expect((await call('PATCH', '/api/v1/users/current', user, { username: 'OWNER' })).status).toBe(409);
    expect((await rows()).length).toBe(made);
  });

  it('has a row for a wrong password of an account, and of no other name', async () => {
    const before = (await rows()).length;
    const user = await app.newUser();
    await app.commands.execute(new SetPassword(OPERATOR, user.userId, PASSWORD));
    lines.length = 0;
    for (const email of ['nobody@example.com', 'owner@example.com\0', 'OWNER ']) {
      expect((await call('POST', '/api/auth/login', null, { email, password: 'wrong' })).status).toBe(401);
    }
    const change = { current_password: 'wrong', new_password: OTHER };
    expect((await call('POST', '/api/auth/password/change', user, change)).status).toBe(400);
    await eventually(async () => (await rows()).length === before + 5);
    const [owner] = (await client.query<{ id: number }>(`SELECT id FROM users WHERE username = 'owner'`)).rows;
    const added = (await rows()).slice(before);
    expect(added.filter(({ message }) => message.endsWith('Refused')).toSorted((a, b) => (a.message < b.message ? -1 : 1))).toEqual([
      expect.objectContaining({ message: 'ChangePasswordRefused', actor_id: user.userId, subject_id: user.userId }),
      expect.objectContaining({
        message: 'SignInRefused',
        actor_kind: 'stranger',
        subject_id: owner?.id,
        address: '127.0.0.1',
        details: {},
      }),
    ]);
    // The log has a line for each, whoever was named, without the name.
    const told = lines.filter((line) => line['context'] === 'Audit');
    expect(told.map((line) => line['subject'])).toEqual([null, null, owner?.id, user.userId]);
    expect(told.map((line) => [line['level'], line['msg'], line['outcome'], line['address']])).toEqual([
      ...Array.from({ length: 3 }, () => [30, 'SignIn', 'sign-in.refused', '127.0.0.1']),
      [30, 'ChangePassword', 'password.wrong', '127.0.0.1'],
    ]);
    expect(JSON.stringify(told)).not.toMatch(/nobody|example/);
  });

  it('tells the log who wanted what is not allowed', async () => {
    const user = await app.newUser();
    lines.length = 0;
    expect((await call('GET', '/api/v1/admin/users', user)).status).toBe(403);
    expect(lines.filter((line) => line['context'] === 'Audit')).toEqual([
      expect.objectContaining({
        msg: 'Refused',
        by: 'key',
        user: user.userId,
        credential: expect.any(Number),
        address: '127.0.0.1',
        method: 'GET',
        route: '/api/v1/admin/users',
      }),
    ]);
  });

  it('tells the log of what was done, by ids', async () => {
    const user = await app.newUser();
    lines.length = 0;
    const made = await call('POST', '/api/v1/users/current/api-keys', user, { name: 'secret project' });
    expect(lines.filter((line) => line['context'] === 'Audit')).toEqual([
      expect.objectContaining({
        level: 30,
        msg: 'CreateApiKey',
        outcome: 'ok',
        by: 'key',
        user: user.userId,
        credential: expect.any(Number),
        subject: user.userId,
        key: made.body.data.id,
        address: '127.0.0.1',
        requestId: made.headers['x-request-id'],
      }),
    ]);
    expect(JSON.stringify(lines)).not.toContain('secret project');
  });

  it('keeps rows for 400 days, of refused attempts for 30', async () => {
    // As nobody but the retention job does.
    await client.query(`SET chronova.audit = 'prune'`);
    await client.query(`DELETE FROM audit_log WHERE message LIKE '%Refused'`);
    await client.query(`INSERT INTO audit_log (actor_kind, message, details, at) VALUES
      ('stranger', 'SignInRefused', '{}', now() - interval '31 days'), ('stranger', 'SignInRefused', '{}', now() - interval '29 days'),
      ('stranger', 'SignIn', '{}', now() - interval '31 days')`);
    expect(await app.commands.execute(new PruneAuditLog(SERVER))).toBe(1);
    const before = (await rows()).length;
    await client.query(`UPDATE audit_log SET at = now() - interval '401 days' WHERE id IN (SELECT id FROM audit_log ORDER BY id LIMIT 2)`);
    await client.query(`UPDATE audit_log SET at = now() - interval '399 days' WHERE id = (SELECT max(id) FROM audit_log)`);
    expect(await app.commands.execute(new PruneAuditLog(SERVER))).toBe(2);
    expect((await rows()).length).toBe(before - 2);
    await client.query('RESET chronova.audit');
  });

  it('logs every message once, with its time, outcome, who asked and the request', async () => {
    const user = await app.newUser();
    lines.length = 0;
    const { headers } = await call('GET', '/api/v1/users/current/stats/nonsense', user);
    const requestId = headers['x-request-id'];
    expect(lines.filter((line) => line['msg'] === 'GetStats')).toEqual([
      expect.objectContaining({ level: 20, context: 'Message', outcome: 'range.invalid', ms: expect.any(Number), requestId }),
    ]);
    lines.length = 0;
    await call('GET', '/api/v1/users/current', user);
    expect(lines.filter((line) => line['msg'] === 'GetUser')).toEqual([
      expect.objectContaining({ outcome: 'ok', by: 'key', user: user.userId }),
    ]);
    expect(lines.filter((line) => line['level'] === 50)).toEqual([]);
  });
});

/** Every message that is marked so. */
function auditedNames(): string[] {
  return Object.values(users)
    .filter((value) => typeof value === 'function' && Reflect.hasMetadata('chronova:audited', value))
    .map((value) => (value as { name: string }).name)
    .toSorted();
}
