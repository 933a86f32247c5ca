import http from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { OPERATOR, STRANGER } from '@app/core';
import { hashOfSecret, InviteUser, IssueClaimLink, IssueResetLink, RegisterUser, SetPassword } from '@app/users';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { freePort } from '../../scripts/free-port.ts';
import { CHROMIUM, PLAIN_HOST, startBrowser } from '../support/browser.js';
import { connect } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { startApp, type TestApp } from '../support/start-app.js';

const PASSWORD = 'violet-engine-harbour-tuesday';
const OTHER = 'copper-lantern-orbit-wednesday';
const KEY = /^waka_[0-9a-f]{8}-[0-9a-f-]{27}$/;

// A browser takes its time on a machine that has much to do.
jest.setTimeout(90_000);

describe('addresses below /account', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ env: { PUBLIC_URL: 'https://example.com/time', REGISTRATION: 'closed' } });
  });
  afterAll(() => app.close());

  const ask = (url: string, accept?: string) => app.call('GET', url, null, undefined, accept === undefined ? {} : { accept });

  it.each(['/account/x', '/account/x/y', '/account/login/x'])(
    '%s leads a browser on, and is refused in JSON to anybody else',
    async (url) => {
      const page = await ask(url, 'text/html,application/xhtml+xml,*/*;q=0.8');
      expect(page.status).toBe(404);
      expect(page.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        vary: 'accept',
      });
      for (const href of ['/time/account/login', '/time/account/account.css', '/time/docs']) expect(page.text).toContain(`"${href}"`);
      for (const accept of [undefined, '*/*', 'application/json']) {
        expect(await ask(url, accept)).toMatchObject({ status: 404, body: { error: expect.stringContaining(`There is no GET ${url}`) } });
      }
    },
  );

  it.each(['/account', '/account/'])('%s leads to the page for signing in', async (url) => {
    expect(await ask(url)).toMatchObject({ status: 302, headers: { location: '/time/account/login' } });
  });

  it('state says who may sign up and, by the cookie of a session from our own pages alone, who is signed in', async () => {
    const user = await app.newUser();
    await app.commands.execute(new SetPassword(OPERATOR, user.userId, PASSWORD));
    const { username } = (await app.get('users/current', user)).body.data;
    const signedIn = await app.call('POST', '/api/auth/login', null, { email: username, password: PASSWORD });
    const cookie = String(signedIn.headers['set-cookie']).split(';', 1)[0] ?? '';
    const state = (headers: Record<string, string>) => app.call('GET', '/account/state', null, undefined, headers);
    expect(await state({ cookie })).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'no-store', 'cross-origin-resource-policy': 'same-origin' },
      body: { registration: 'closed', user: { username, email: '' } },
    });
    // A key that may only send heartbeats must not say whose it is.
    const others: Record<string, string>[] = [
      {},
      { authorization: `Bearer ${user.key}` },
      { cookie: `${cookie}x` },
      { cookie, origin: 'https://example.org' },
    ];
    for (const headers of others) {
      expect(await state(headers)).toMatchObject({ status: 200, body: { registration: 'closed', user: null } });
    }
  });

  it('stand in the description of the API', async () => {
    expect((await ask('/docs/json')).body.info.description).toContain('(/time/account/login)');
  });
});

describe('POST /account/link', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ limited: true, env: { PUBLIC_URL: 'https://example.com', REGISTRATION: 'invite' } });
  });
  afterAll(() => app.close());

  const check = (kind: unknown, secret: unknown) => app.call('POST', '/account/link', null, { kind, secret });
  const secretOf = (link: string): string => new URL(link).searchParams.get('token') ?? new URL(link).searchParams.get('invite') ?? '';

  it('says whether a link works, without using it up, and whose account a claim is for', async () => {
    const { userId } = await app.newUser();
    const { username } = (await app.get('users/current', { userId, publicId: '', key: await app.newKey(userId) })).body.data;
    const claim = secretOf(await app.commands.execute(new IssueClaimLink(OPERATOR, userId)));
    const reset = secretOf(await app.commands.execute(new IssueResetLink(OPERATOR, userId)));
    const invite = secretOf((await app.commands.execute(new InviteUser(OPERATOR))).link);
    for (const turn of [1, 2]) {
      expect([turn, (await check('claim', claim)).body]).toEqual([turn, { works: true, username }]);
      expect([turn, (await check('reset', reset)).body]).toEqual([turn, { works: true }]);
      expect([turn, (await check('invite', invite)).body]).toEqual([turn, { works: true }]);
    }
    expect((await check('reset', claim)).body).toEqual({ works: false });
    await app.commands.execute(new RegisterUser(STRANGER, { email: 'ada@example.com', password: PASSWORD, invite }));
    expect((await check('invite', invite)).body).toEqual({ works: false });
    const mine = { token: claim, email: 'claimed@example.com', password: PASSWORD };
    expect((await app.call('POST', '/api/auth/claim', null, mine)).status).toBe(200);
    expect((await check('claim', claim)).body).toEqual({ works: false });
  });

  it('knows the links of both kinds of mails that confirm an address, and how old a link may be', async () => {
    const { userId } = await app.newUser();
    const secrets = ['verify', 'email'];
    const database = await connect(app.databaseUrl);
    for (const kind of secrets) {
      await database.query(
        "INSERT INTO account_tokens (user_id, kind, hash, email, expires_at) VALUES ($1, $2, $3, 'a@example.com', now() + interval '1 day')",
        [userId, kind, hashOfSecret(kind)],
      );
    }
    await database.end();
    for (const secret of secrets) expect((await check('verify', secret)).body).toEqual({ works: true });
    app.clock.at = Date.now() + 4 * 86_400_000;
    for (const secret of secrets) expect((await check('verify', secret)).body).toEqual({ works: false });
    app.clock.at = undefined;
  });

  it('is kept nowhere, refuses what is no link and counts as what strangers ask', async () => {
    const answer = await check('reset', 'dead');
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'no-store', 'x-ratelimit-limit': '60' },
      body: { works: false },
    });
    expect(await check('toString', '')).toMatchObject({
      status: 400,
      body: { errors: { kind: [expect.stringContaining('claim, reset, verify, invite')], secret: [expect.any(String)] } },
    });
  });
});

// On a machine without Chromium these are shown as skipped.
(CHROMIUM === undefined ? describe.skip : describe)('the account pages in a browser', () => {
  let browser: Browser;
  let mail: MailServer;
  let app: TestApp;
  let url: string;
  let contexts: BrowserContext[] = [];
  /** What the browser complained of. */
  let problems: string[] = [];

  beforeAll(async () => {
    mail = await startMailServer();
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    app = await startApp({ env: { PUBLIC_URL: url, SMTP_URL: mail.url, MAIL_FROM: 'time@example.com' } });
    await app.nest.listen(port, '127.0.0.1');
    browser = await startBrowser();
  });
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    contexts = [];
    problems = [];
  });
  afterAll(async () => {
    await browser.close();
    await app.close();
    await mail.close();
  });

  /** A page of a browser that nobody is signed in at. */
  const open = async (address: string, { width = 1280, height = 900, dark = false, plain = false } = {}): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light' });
    if (!plain) await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    contexts.push(context);
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(String(error)));
    await page.goto(address, { waitUntil: 'networkidle' });
    return page;
  };
  const says = (page: Page, text: string | RegExp) => page.locator('#status').filter({ hasText: text }).waitFor();
  const scrollsSideways = (page: Page) => page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
  const signIn = async (page: Page, email: string, password = PASSWORD): Promise<void> => {
    await page.getByLabel('E-mail address or username').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Signed in' }).waitFor();
  };
  const me = async (key: string): Promise<number> =>
    (await app.call('GET', '/api/v1/users/current', null, undefined, { authorization: `Bearer ${key}` })).status;
  /** Somebody who signed up by invitation. */
  const newcomer = async (email: string): Promise<void> => {
    const { link } = await app.commands.execute(new InviteUser(OPERATOR, email));
    const invite = new URL(link).searchParams.get('invite');
    expect((await app.call('POST', '/api/auth/register', null, { email, password: PASSWORD, invite })).status).toBe(201);
  };

  it('signs up by the link of an invitation, and then in, without a complaint of the browser', async () => {
    const { link } = await app.commands.execute(new InviteUser(OPERATOR, 'ada@example.com'));
    const page = await open(link);
    expect(await page.getByLabel('E-mail address').inputValue()).toBe('ada@example.com');
    expect(await page.getByText('four words that do not belong together').isVisible()).toBe(true);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByLabel('Username').fill('ada');
    await page.getByRole('button', { name: 'Sign up' }).click();
    await says(page, 'Welcome.');
    expect(await page.locator('form').isVisible()).toBe(false);
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).first().click();
    await signIn(page, 'ada@example.com');
    expect(await page.locator('#who').textContent()).toBe('ada (ada@example.com)');
    expect(problems).toEqual([]);
  });

  it('shows an invitation into an organization, and lets one sign up, sign in and join', async () => {
    const owner = await app.newUser();
    const db = await connect(app.databaseUrl);
    await db.query('UPDATE users SET is_admin = true WHERE id = $1', [owner.userId]);
    await db.end();
    const { slug } = (await app.call('POST', '/api/v1/organizations', owner, { name: 'Guild of <b>Engines</b>' })).body.data;
    const email = 'joins@example.com';
    expect((await app.call('POST', `/api/v1/organizations/${slug}/invites`, owner, { email })).status).toBe(201);
    const link = String((await mail.mailTo(email)).links.at(-1));
    const page = await open(link);
    await page.getByRole('heading', { name: 'Who would see what of your time' }).waitFor();
    expect(await page.locator('#what').textContent()).toContain(`${email} to the organization “Guild of <b>Engines</b>” as member`);
    expect(await page.getByRole('button', { name: 'Join' }).isVisible()).toBe(false);
    await page.getByRole('link', { name: 'Sign up with this address' }).click();
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign up' }).click();
    await says(page, 'Welcome.');
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).first().click();
    await signIn(page, email);
    await page.goto(link, { waitUntil: 'networkidle' });
    await page.getByRole('button', { name: 'Join' }).click();
    await says(page, 'You are a member now.');
    expect(problems).toEqual([]);
    await page.goto(link, { waitUntil: 'networkidle' });
    expect(await page.getByText('This invitation does not work').isVisible()).toBe(true);
  });

  it('keeps who signed in signed in, until they sign out', async () => {
    await newcomer('grace@example.com');
    const page = await open(`${url}/account/login`);
    await signIn(page, 'grace@example.com');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Signed in');
    const key = (await page.locator('#key').textContent()) ?? '';
    expect(key).toMatch(KEY);
    expect(await page.getByText('This key ends when you sign out here').isVisible()).toBe(true);

    await page.reload({ waitUntil: 'networkidle' });
    await page.getByRole('heading', { name: 'Signed in' }).waitFor();
    expect(await page.getByText('grace@example.com').isVisible()).toBe(true);
    expect(await page.locator('form').isVisible()).toBe(false);
    expect(await page.locator('#key').isVisible()).toBe(false);

    await page.getByRole('button', { name: 'Make another API key' }).click();
    await page.locator('#key').filter({ hasText: 'waka_' }).waitFor();
    const another = (await page.locator('#key').textContent()) ?? '';
    expect(await page.getByText('This key ends when you sign out here').isVisible()).toBe(false);

    await page.getByRole('button', { name: 'Sign out' }).click();
    await says(page, 'Signed out');
    expect([await page.locator('form').isVisible(), await page.locator('#key').textContent()]).toEqual([true, '']);
    await page.reload({ waitUntil: 'networkidle' });
    expect(await page.locator('form').isVisible()).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    expect([await me(key), await me(another)]).toEqual([401, 200]);
    expect(problems).toEqual([]);
  });

  it('says that a session has ended elsewhere, and lets sign in again', async () => {
    await newcomer('mary@example.com');
    const page = await open(`${url}/account/login`);
    await signIn(page, 'mary@example.com');
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Make another API key' }).click();
    await says(page, 'The session has ended.');
    expect(await page.locator('form').isVisible()).toBe(true);
  });

  it('copies the key, and the lines for the file', async () => {
    await newcomer('joan@example.com');
    const page = await open(`${url}/account/login`);
    await signIn(page, 'joan@example.com');
    const copied = () => page.evaluate('navigator.clipboard.readText()');
    await page.getByRole('button', { name: 'Copy the key' }).click();
    await page.locator('#key-copied').filter({ hasText: 'Copied.' }).waitFor();
    const key = await copied();
    expect(key).toMatch(KEY);
    await page.getByRole('button', { name: 'Copy the lines' }).click();
    await page.waitForFunction(`navigator.clipboard.readText().then((text) => text.startsWith('[settings]'))`);
    expect(await copied()).toBe(`[settings]\napi_url = ${url}/api/v1\napi_key = ${String(key)}`);
  });

  it('shows every page whole on a phone, dark where the phone is', async () => {
    await newcomer('phone@example.com');
    const page = await open(`${url}/account/x`, { width: 390, height: 844, dark: true });
    for (const name of [
      'register?invite=x',
      'register',
      'forgot',
      'resend',
      'reset',
      'reset?token=x',
      'verify?token=x',
      'claim?token=x',
      'join?token=x',
      'login',
    ]) {
      await page.goto(`${url}/account/${name}`, { waitUntil: 'networkidle' });
      expect([name, await scrollsSideways(page)]).toEqual([name, false]);
    }
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).not.toBe('rgb(255, 255, 255)');
    await signIn(page, 'phone@example.com');
    expect(await scrollsSideways(page)).toBe(false);
    const box = await page.locator('#key').boundingBox();
    expect([(box?.x ?? -1) >= 0, (box?.x ?? 0) + (box?.width ?? 999) <= 390]).toEqual([true, true]);
    expect(await page.locator('#key').evaluate((key) => key.scrollWidth > key.clientWidth)).toBe(false);
  });

  it('mails the link to confirm an address again', async () => {
    const page = await open(`${url}/account/login`);
    await page.getByRole('link', { name: 'No mail to confirm your address?' }).click();
    await page.getByLabel('E-mail address').fill('nobody-yet@example.com');
    await page.getByRole('button', { name: 'Send it again' }).click();
    await says(page, 'If this address waits to be confirmed, there is a mail with a new link. It works for three days.');
    expect(await page.locator('form').isVisible()).toBe(false);
  });

  it('sets a forgotten password by the mailed link', async () => {
    await newcomer('hedy@example.com');
    const page = await open(`${url}/account/login`);
    await page.getByRole('link', { name: 'Forgot the password?' }).click();
    await page.getByLabel('E-mail address').fill('hedy@example.com');
    await page.getByRole('button', { name: 'Send the link' }).click();
    await says(page, 'If this address has an account');
    expect(await page.locator('[data-when=done]').count()).toBe(0);
    const subject = 'Set a new Chronova password';
    const { links } = await eventually(async () => mail.mails.find((m) => m.to === 'hedy@example.com' && m.subject === subject));
    await page.goto(links.at(-1) ?? '', { waitUntil: 'networkidle' });
    await page.getByLabel('New password').fill(OTHER);
    await page.getByRole('button', { name: 'Set password' }).click();
    await says(page, 'Done.');
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).first().click();
    await signIn(page, 'hedy@example.com', OTHER);
    expect(problems).toEqual([]);
  });

  it.each(['reset', 'verify', 'claim', 'reset?token='])('says at once that the address of %s has no secret', async (name) => {
    const page = await open(`${url}/account/${name}`);
    expect(await page.getByText('the secret of the link is missing').isVisible()).toBe(true);
    expect(await page.locator('form').isVisible()).toBe(false);
    expect(problems).toEqual([]);
  });

  it('says at once that an invitation is needed, and offers no signing up without one', async () => {
    const page = await open(`${url}/account/register`);
    expect(await page.getByText('you need an invitation').isVisible()).toBe(true);
    expect(await page.locator('form').isVisible()).toBe(false);
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.waitForLoadState('networkidle');
    expect(await page.getByRole('link', { name: 'Sign up' }).isVisible()).toBe(false);
  });

  it('says beside each field what is wrong with it, without the names that programs use', async () => {
    const { link } = await app.commands.execute(new InviteUser(OPERATOR, 'weak@example.com'));
    const page = await open(link);
    await page.getByLabel('Password').fill('hello123');
    await page.getByLabel('Username').fill('current');
    await page.getByRole('button', { name: 'Sign up' }).click();
    await says(page, 'Please look at what is marked.');
    expect(await page.locator('#password-error').textContent()).toMatch(/^Too easy to guess\./);
    expect(await page.locator('#username-error').textContent()).toContain('choose another');
    expect(await page.evaluate('document.activeElement.id')).toBe('password');
    expect(await page.getByLabel('Password').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByLabel('Username').fill('strong');
    await page.getByRole('button', { name: 'Sign up' }).click();
    await says(page, 'Welcome.');
  });

  it.each([
    ['reset', 'reset?token=used', 'ask for a new one'],
    ['verify', 'verify?token=used', 'ask for another mail'],
    ['claim', 'claim?token=used', 'npm run cli -- user:claim'],
    ['register', 'register?invite=used', 'ask whoever runs this server for a new link'],
    ['too long a', `reset?token=${'x'.repeat(201)}`, 'ask for a new one'],
  ])('says before a form is filled in that a link does not work: %s link', async (_, address, advice) => {
    const page = await open(`${url}/account/${address}`);
    const notice = page.locator('[data-when=dead-link]');
    expect(await notice.textContent()).toMatch(/does not work: it was used already/);
    expect((await notice.textContent())?.toLowerCase()).toContain(advice);
    expect([await notice.isVisible(), await page.locator('form').isVisible()]).toEqual([true, false]);
  });

  it('says what is wrong with a link that was used meanwhile, and with a password', async () => {
    const { userId } = await app.newUser();
    const link = await app.commands.execute(new IssueResetLink(OPERATOR, userId));
    const page = await open(link);
    expect(await page.locator('[data-when=dead-link]').isVisible()).toBe(false);
    await app.call('POST', '/api/auth/password/reset', null, { token: new URL(link).searchParams.get('token'), password: PASSWORD });
    expect(await page.getByLabel('Take all API keys away too').isChecked()).toBe(true);
    await page.getByLabel('New password').fill(OTHER);
    await page.getByRole('button', { name: 'Set password' }).click();
    await says(page, /^This link does not work/);
    await page.goto(`${url}/account/login`);
    await page.getByLabel('E-mail address or username').fill('nobody');
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await says(page, /password/);
    expect(await page.getByLabel('Password').inputValue()).toBe('wrong');
  });

  it('claims an account by the printed link', async () => {
    const { userId } = await app.newUser();
    const page = await open(await app.commands.execute(new IssueClaimLink(OPERATOR, userId)));
    expect(await page.locator('[data-when=named]').textContent()).toMatch(/^It is the account user-/);
    await page.getByLabel('E-mail address').fill('owner@example.com');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Claim' }).click();
    await says(page, 'Done.');
    expect(problems).toEqual([]);
  });

  it('works below a path and without https, where everybody may sign up', async () => {
    const port = await freePort();
    const base = `http://${PLAIN_HOST}:${port}/time`;
    const below = await startApp({ env: { PUBLIC_URL: base, REGISTRATION: 'open' } });
    await below.nest.listen(0, '127.0.0.1');
    const proxy = await startProxy(port, '/time', await below.nest.getUrl());
    try {
      const page = await open(`${base}/account/login`, { plain: true });
      await page.getByRole('link', { name: 'Sign up' }).click();
      await page.getByLabel('E-mail address').fill('ada@example.com');
      await page.getByLabel('Password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign up' }).click();
      await says(page, 'Welcome.');
      await page.getByRole('main').getByRole('link', { name: 'Sign in' }).first().click();
      await signIn(page, 'ada@example.com');
      expect(await page.locator('#lines').textContent()).toContain(`api_url = ${base}/api/v1\n`);
      await page.getByRole('button', { name: 'Copy the key' }).click();
      await page.locator('#key-copied').filter({ hasText: 'Copied.' }).waitFor();
      await page.reload({ waitUntil: 'networkidle' });
      await page.getByRole('button', { name: 'Sign out' }).click();
      await says(page, 'Signed out');
      await page.getByRole('link', { name: 'API docs' }).click();
      await page.waitForURL(`${base}/docs`);
      await page.goto(`${base}/account/nothing`);
      await page.getByRole('link', { name: 'Sign in' }).click();
      await page.waitForURL(`${base}/account/login`);
      // The page that is not there, and what a browser says of every plain http address.
      expect(problems.filter((text) => !/404|Cross-Origin-Opener-Policy/.test(text))).toEqual([]);
    } finally {
      proxy.closeAllConnections();
      proxy.close();
      await below.close();
    }
  });
});

/** A reverse proxy that takes `base` off every address, as the README says to set one up. */
function startProxy(port: number, base: string, target: string): Promise<http.Server> {
  const server = http.createServer((request, response) => {
    const { method = 'GET', headers, url = '' } = request;
    const onward = http.request(new URL(url.slice(base.length), target), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}
