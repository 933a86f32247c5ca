import { OPERATOR } from '@app/core';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
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
      code: 1,
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
    expect(await run(['user:invite', '--email', 'bob'])).toMatchObject({ code: 1, err: expect.stringContaining('e-mail address') });
  }, 60_000);

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
