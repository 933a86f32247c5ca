import { OPERATOR } from '@app/core';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EnsureOwner } from '@app/users';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { startApp, type TestApp } from '../support/start-app.js';

const PASSWORD = 'violet-engine-harbour-tuesday';

describe('on the command line', () => {
  let app: TestApp;
  let post: MailServer;

  beforeAll(async () => {
    post = await startMailServer();
    app = await startApp();
    await app.commands.execute(new EnsureOwner(OPERATOR, 'UTC'));
  });
  afterAll(async () => {
    await app.close();
    await post.close();
  });

  /** The real command in a process of its own, on the app's database. */
  async function run(args: string[], { input = '', env = {} }: { input?: string; env?: Record<string, string> } = {}) {
    const child = spawn(process.execPath, ['--import', '@swc-node/register/esm-register', 'apps/cli/src/main.ts', ...args], {
      env: { PATH: process.env['PATH'], DATABASE_URL: app.databaseUrl, PUBLIC_URL: 'https://time.example.com', ...env },
    });
    child.stdin.end(input);
    const [out, err, code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise((resolve) => child.once('exit', resolve)),
    ]);
    return { out, err, code };
  }
  const login = (email: string, password: string) => app.call('POST', '/api/auth/login', null, { email, password });

  it('user:claim prints the owner’s link, which works', async () => {
    const { out, code } = await run(['user:claim']);
    const token = /https:\/\/time\.example\.com\/account\/claim\?token=(\S+)/.exec(out)?.[1];
    expect([code, typeof token]).toEqual([0, 'string']);
    const claim = { token, email: 'ada@example.com', password: PASSWORD };
    expect((await app.call('POST', '/api/auth/claim', null, claim)).status).toBe(200);
    expect(await run(['user:claim'])).toMatchObject({ code: 1, out: '', err: expect.stringContaining('user:set-password owner') });
  }, 60_000);

  it('user:set-password reads the password from the standard input, and lets in who was locked out', async () => {
    expect(await run(['user:set-password', 'owner'], { input: 'letmein\n' })).toMatchObject({
      code: 2,
      err: expect.stringContaining('Too easy'),
    });
    const next = 'copper-lantern-orbit-wednesday';
    const { code, out, err } = await run(['user:set-password', 'Owner'], { input: `${next}\nsecond line\n` });
    expect([code, `${out}${err}`.includes(next)]).toEqual([0, false]);
    expect((await login('owner', next)).status).toBe(200);
    expect(await run(['user:set-password', 'nobody'], { input: next })).toMatchObject({ code: 1, err: expect.stringContaining('nobody') });
  }, 60_000);

  it('user:invite prints the link, and mails it before it ends where there is a mail server', async () => {
    expect((await run(['user:invite'])).out).toMatch(
      /Send this link.*\n\n\s+https:\/\/time\.example\.com\/account\/register\?invite=[\w-]{43}\n/,
    );
    const mailing = { SMTP_URL: post.url, MAIL_FROM: 'time@example.com' };
    const { code, out } = await run(['user:invite', '--email', 'Bob@Example.com'], { env: mailing });
    const mail = post.mails.find((m) => m.to === 'bob@example.com');
    expect([code, mail?.subject, out.includes(mail?.links.at(-1) ?? '-')]).toEqual([0, 'Your invitation to Chronova', true]);
    expect(await run(['user:invite', '--email', 'bob'])).toMatchObject({ code: 2, err: expect.stringContaining('e-mail address') });
  }, 60_000);

  it('user:invite says that the mail server did not take the mail, which and why, and prints the link', async () => {
    const dead = { SMTP_URL: 'smtp://post:hush@127.0.0.1:1', MAIL_FROM: 'time@example.com' };
    const { code, out, err } = await run(['user:invite', '--email', 'carol@example.com'], { env: dead });
    expect([code, out]).toEqual([0, expect.stringContaining('Send this link to the person')]);
    expect(err).toMatch(/The link was not mailed\. The mail server 127\.0\.0\.1:1 did not take the mail: .*ECONNREFUSED/);
    expect(`${out}${err}`).not.toContain('hush');
  }, 60_000);

  it('mail:test sends a mail, or prints which server refused it and why', async () => {
    const mailing = { SMTP_URL: post.url, MAIL_FROM: 'time@example.com' };
    expect(await run(['mail:test', 'dora@example.com'], { env: mailing })).toMatchObject({ code: 0 });
    expect(await post.mailTo('dora@example.com')).toMatchObject({ subject: 'Mails from Chronova arrive' });
    post.refused.add('nobody@example.com');
    const refused = await run(['mail:test', 'nobody@example.com'], { env: mailing });
    expect([refused.code, refused.err.split('\n').length]).toEqual([1, 2]);
    expect(refused.err).toMatch(/The mail server 127\.0\.0\.1:\d+ did not take the mail: .*nobody is called .*\(EENVELOPE, SMTP 550\)/);
    const dead = { SMTP_URL: 'smtp://post:hush@127.0.0.1:1', MAIL_FROM: 'time@example.com' };
    const unreached = await run(['mail:test', 'dora@example.com'], { env: dead });
    expect([unreached.code, unreached.err.includes('hush')]).toEqual([1, false]);
    expect(unreached.err).toMatch(/127\.0\.0\.1:1 .*ECONNREFUSED/);
    expect(await run(['mail:test', 'dora@example.com'])).toMatchObject({ code: 1, err: expect.stringContaining('SMTP_URL') });
  }, 60_000);

  it('--version says which this is, without a database', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(await run(['--version'], { env: { DATABASE_URL: '' } })).toEqual({ code: 0, out: `Chronova ${version}\n`, err: '' });
  });

  it('user:list shows accounts by page and search; user:disable and user:enable lock and unlock one', async () => {
    const eve = await app.newUser();
    const { username } = (await app.get('users/current', eve)).body.data;
    expect((await run(['user:list'])).out).toMatch(/^username .*\nowner .* owner +active .*\n[^]*Accounts: \d+, page 1 of 1\n$/);
    const found = await run(['user:list', username.toUpperCase()]);
    expect(found.out.split('\n')[1]).toMatch(new RegExp(`^${username} .* - +user +active +1 +never `));
    expect(found.out).toContain('Accounts: 1, page 1 of 1\n');
    expect(await run(['user:list', '--page', '0'])).toMatchObject({ code: 2, err: expect.stringContaining('--page') });
    expect(await run(['user:disable', username])).toMatchObject({ code: 0, out: expect.stringContaining('disabled') });
    expect((await app.get('users/current', eve)).status).toBe(401);
    expect(await run(['user:disable', 'owner'])).toMatchObject({ code: 1, err: expect.stringContaining('owner') });
    expect(await run(['user:enable', username])).toMatchObject({ code: 0 });
    await sleep(1_000);
    expect((await app.get('users/current', eve)).status).toBe(200);
  }, 60_000);

  it('key:list shows keys without their secrets, key:revoke-all ends them and all sessions', async () => {
    const fay = await app.newUser();
    const { username } = (await app.get('users/current', fay)).body.data;
    const { out } = await run(['key:list', username]);
    expect(out).toMatch(/\nwaka_[0-9a-f]{8}… +test +full .* never .*\nKeys: 1, page 1 of 1\n$/);
    expect(out).not.toContain(fay.key.slice(14));
    expect((await run(['key:revoke-all', username])).out).toMatch(/^Keys revoked: 1, sessions ended: 0\./);
    await sleep(1_000);
    expect((await app.get('users/current', fay)).status).toBe(401);
  }, 60_000);

  it('user:delete wants --yes, and then deletes', async () => {
    const gil = await app.newUser();
    const { username } = (await app.get('users/current', gil)).body.data;
    expect(await run(['user:delete', username])).toMatchObject({ code: 2, out: '', err: expect.stringContaining('add --yes') });
    expect((await app.get('users/current', gil)).status).toBe(200);
    expect(await run(['user:delete', username, '--yes'])).toMatchObject({
      code: 0,
      out: expect.stringContaining(`${username} is deleted`),
    });
  }, 60_000);

  it('user:set prints the zone under its proper name; what it cannot know is misuse', async () => {
    expect(await run(['user:set', 'owner', '--zone', 'europe/berlin'])).toMatchObject({ code: 0, out: 'Changed: zone = Europe/Berlin\n' });
    expect(await run(['user:set', 'owner'])).toMatchObject({ code: 2, err: expect.stringContaining('Give at least one of') });
    expect(await run(['user:set', 'owner', '--writes-only', 'maybe'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('true or false'),
    });
  }, 60_000);

  it.each([
    [['user:set', 'owner', '--timeout', 'abc']],
    [['user:set', 'owner', '--zone', 'Mars']],
    [['user:create', 'bad name']],
    [['key:create', 'owner', '--scope', 'bogus']],
    [['key:create', 'owner', '--expires', 'yesterday']],
    [['mail:test', 'bad']],
  ])('a bad value is misuse too: %j', async (args) => {
    const { code, out, err } = await run(args, { env: { SMTP_URL: post.url, MAIL_FROM: 'time@example.com' } });
    expect([code, out, err.split('\n').length]).toEqual([2, '', 2]);
  });

  it('refuses options that npm kept for itself because -- was left out', async () => {
    const byNpm = { npm_lifecycle_event: 'cli', npm_config_scope: 'read_stats', npm_config_name: 'laptop' };
    const { code, out, err } = await run(['key:create', 'owner'], { env: byNpm });
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('npm kept --name, --scope for itself. Put -- before the options: npm run cli -- key:create');
    // Given after --, npm's own configuration of the same name is none of our business.
    expect(await run(['key:create', 'owner', '--scope', 'read_stats', '--name', 'x'], { env: byNpm })).toMatchObject({
      code: 0,
      out: expect.stringContaining('What it may do: read_stats'),
    });
    expect(await run(['key:create', 'owner'], { env: { npm_config_scope: '@company' } })).toMatchObject({ code: 0 });
  });

  it.each([
    // npm takes what follows an option that it does not know for an argument.
    [['user:create', 'x', 'Europe/Berlin'], { npm_config_zone: 'true' }, '--zone'],
    [['user:set', 'owner', '20'], { npm_config_timeout: 'true' }, '--timeout'],
    [['user:invite', 'a@example.com'], { npm_config_email: 'true' }, '--email'],
    [['key:create'], { npm_config_scope: 'owner' }, '--scope'],
  ])('says to put -- before the options, whatever else is wrong then: %j', async (args, byNpm, option) => {
    const { code, out, err } = await run(args, { env: { npm_lifecycle_event: 'cli', ...byNpm } });
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`npm kept ${option} for itself. Put -- before the options: npm run cli -- ${args[0]} … ${option} …`);
    expect(err).not.toContain('arguments');
  });

  it('refuses arguments that a command does not take, and missing ones, as misuse', async () => {
    expect(await run(['user:invite', 'x@example.com'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('too many arguments'),
    });
    expect(await run(['key:create'])).toMatchObject({ code: 2, err: expect.stringContaining('missing required argument') });
    expect(await run(['key:create', 'owner', '--nope'])).toMatchObject({ code: 2, err: expect.stringContaining('unknown option') });
    expect(await run(['no:such'])).toMatchObject({ code: 2 });
  });

  it.each(['user:claim', 'user:invite', 'user:set-password'])('%s explains itself', async (command) => {
    const { code, out } = await run([command, '--help']);
    expect([code, out.includes(command)]).toEqual([0, true]);
  });
});
