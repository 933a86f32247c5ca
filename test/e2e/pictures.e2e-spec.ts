import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CHROMIUM, startBrowser } from '../support/browser.js';
import { type Connection, connect } from '../support/database.js';
import { type Answer, startApp, type TestApp, type TestUser } from '../support/start-app.js';
import { parseSvg } from '../support/svg.js';

const NOON = Date.parse('2026-11-24T12:00:00Z');
const ALL_FLAGS = { logged_time_public: true, languages_used_public: true, projects_public: true };
const PICTURES = ['badge.svg', 'badge.json', 'activity.svg', 'card.svg'];
const HIDDEN = 'unknown or private';
/** Names as people give them, and worse. */
const NAMES = [
  'foo.svg',
  'foo',
  'a b  c',
  'a/b/../c',
  '..',
  '100% & more',
  '%2e%2E%2f',
  '-- dashes --',
  '<script>alert(1)</script>',
  `"'&lt;]]>`,
  'مشروع الوقت',
  'שעון',
  '👩‍👩‍👧‍👦 family 🏴‍☠️',
  '时间追踪项目',
  'x'.repeat(4096),
  '🦄'.repeat(900),
];

describe('pictures of somebody’s time', () => {
  let app: TestApp;
  let client: Connection;
  let ada: TestUser;
  let username: string;

  beforeAll(async () => {
    app = await startApp();
    client = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await client.end();
    await app.close();
  });
  beforeEach(async () => {
    app.clock.at = NOON;
    ada = await app.newUser();
    username = (await app.get('users/current', ada)).body.data.username;
  });

  const publish = async (flags: object = ALL_FLAGS) => {
    const answer = await app.call('PATCH', '/api/v1/users/current', ada, { is_profile_private: false, ...flags });
    expect(answer.status).toBe(200);
  };
  /** Joined time of a project and language, `minutes` long, from `at` on. */
  const work = async (project: string, language: string, minutes: number, at = '2026-11-24T08:00:00Z') => {
    const times = Array.from({ length: Math.floor(minutes / 10) + 1 }, (_, n) => Date.parse(at) / 1000 + n * 600);
    const answer = await app.send(
      ada,
      times.map((time) => ({ time, project, language, entity: `/p/${project.slice(0, 20)}` })),
    );
    expect(answer.body.responses.every(([, status]: [unknown, number]) => status === 201)).toBe(true);
  };
  const look = (path: string, headers: Record<string, string> = {}, mount = '/api/v1', name = username): Promise<Answer> =>
    app.call('GET', `${mount}/users/${name}/${path}`, null, undefined, headers);
  const ask = (picture: string, params: Record<string, string>): Promise<Answer> => look(`${picture}?${new URLSearchParams(params)}`);
  const badge = async (params: Record<string, string> = {}) => {
    const { status, text } = await ask('badge.svg', params);
    expect([status, text.slice(0, 200)]).toEqual([200, expect.stringContaining('<svg ')]);
    return parseSvg(text).texts('title')[0];
  };

  describe('a badge', () => {
    it('shows all time, a project’s, a language’s and both', async () => {
      await publish();
      await work('zebra', 'Kotlin', 70);
      await work('zebra', 'Swift', 20, '2026-11-24T11:00:00Z');
      await work('yak', 'Kotlin', 30, '2026-11-20T11:00:00Z');
      expect(await badge()).toBe('coding time: 2 hrs');
      expect(await badge({ project: 'zebra' })).toBe('zebra: 1 hr 30 mins');
      expect(await badge({ language: 'Kotlin' })).toBe('Kotlin: 1 hr 40 mins');
      expect(await badge({ project: 'zebra', language: 'Swift' })).toBe('zebra · Swift: 20 mins');
      expect(await badge({ range: 'today', label: 'on it' })).toBe('on it: 1 hr 30 mins');
      expect(await badge({ project: 'nothing of the kind' })).toBe('nothing of the kind: 0 secs');
    });

    it('of ranges such as last_7_days has today under /api/v1 only', async () => {
      await publish();
      await work('zebra', 'Kotlin', 60);
      const messages = ['/api/v1', '/api/v1/compat/waka'].map(
        async (mount) => (await look('badge.json?range=last_7_days', {}, mount)).body.message,
      );
      expect(await Promise.all(messages)).toEqual(['1 hr', '0 secs']);
    });

    it('is the same as JSON for shields.io', async () => {
      await publish();
      await work('zebra', 'Kotlin', 60);
      const { status, body, headers } = await ask('badge.json', { project: 'zebra', color: 'FF8800', style: 'for-the-badge' });
      expect([status, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
      expect(body).toEqual({
        schemaVersion: 1,
        label: 'zebra',
        message: '1 hr',
        color: 'ff8800',
        style: 'for-the-badge',
        cacheSeconds: 300,
      });
    });

    it.each(NAMES.map((name) => [name.slice(0, 30), name]))(
      'has the name %j as it is, or as much as there is room for',
      async (_, name) => {
        await publish();
        await work(name, 'Kotlin', 20);
        const { text } = await ask('badge.svg', { project: name });
        const svg = parseSvg(text);
        const [title = ''] = svg.texts('title');
        expect(title).toMatch(/: 20 mins$/);
        expect(title.length).toBeLessThan(120);
        if (name.length < 30 && !name.includes('  ')) expect(title).toBe(`${name}: 20 mins`);
        expect(svg.names.filter((n) => /^on|href|script|foreignObject/i.test(n))).toEqual([]);
        expect((await ask('badge.json', { project: name })).body.message).toBe('20 mins');
      },
    );

    it('shows nothing of a text that nobody sees, and no more of it than there is room for', async () => {
      await publish();
      expect(await badge({ label: 'a\u202Eb\u0007c\u0085d\uFFFEe\n' })).toBe('a b c d e: 0 secs');
      expect(await badge({ label: 'W'.repeat(100) })).toMatch(/^W{20,40}…: 0 secs$/);
    });

    it.each([
      ['range', 'yesteryear', 'is not a range'],
      ['color', 'url(#a)', 'hexadecimal'],
      ['color', '12', 'hexadecimal'],
      ['style', 'plastic', 'one of flat'],
      ['label', 'x'.repeat(101), 'at most 100'],
      ['project', 'x'.repeat(4097), 'at most 4096'],
      ['language', 'a\0b', 'NUL'],
    ])('refuses %s=%.12s…', async (name, value, reason) => {
      await publish();
      const { status, body, headers } = await ask('badge.svg', { [name]: value });
      expect([status, Object.keys(body.errors)]).toEqual([400, [name]]);
      expect(body.error).toContain(reason);
      expect([headers['content-type'], headers['cache-control'], headers['etag']]).toEqual([
        'application/json; charset=utf-8',
        'no-store',
        undefined,
      ]);
    });
  });

  describe('what is private', () => {
    it('looks like what there is not, in each of them', async () => {
      await work('zebra', 'Kotlin', 60);
      const seen = async (name: string) =>
        Promise.all(PICTURES.map(async (picture) => (({ status, text }) => ({ status, text }))(await look(picture, {}, '/api/v1', name))));
      const ofPrivate = await seen(username);
      const ofNobody = await seen('nobody-at-all');
      await publish();
      await client.query('UPDATE users SET disabled_at = now() WHERE id = $1', [ada.userId]);
      const ofDisabled = await seen(username);
      expect(ofPrivate).toEqual(ofNobody);
      expect(ofDisabled).toEqual(ofNobody);
      expect(ofNobody.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      for (const { text } of ofNobody) expect(text).toContain(HIDDEN);
      expect(JSON.parse(ofNobody[1]?.text ?? '')).toMatchObject({ isError: true, message: HIDDEN });
    });

    it.each([
      [{}, { badge: false, project: false, language: false, activity: false, card: undefined }],
      [{ logged_time_public: true }, { badge: true, project: false, language: false, activity: true, card: ['1 hr', null, null] }],
      [
        { languages_used_public: true },
        { badge: false, project: false, language: false, activity: false, card: [null, 'Kotlin', '100 %'] },
      ],
      [{ projects_public: true }, { badge: false, project: false, language: false, activity: false, card: undefined }],
      [
        { languages_used_public: true, projects_public: true },
        { badge: false, project: false, language: false, activity: false, card: [null, 'Kotlin', '100 %'] },
      ],
      [
        { logged_time_public: true, projects_public: true },
        { badge: true, project: true, language: false, activity: true, card: ['1 hr', null, null] },
      ],
      [
        { logged_time_public: true, languages_used_public: true },
        { badge: true, project: false, language: true, activity: true, card: ['1 hr', 'Kotlin', '1 hr'] },
      ],
      [ALL_FLAGS, { badge: true, project: true, language: true, activity: true, card: ['1 hr', 'Kotlin', '1 hr'] }],
    ])('is decided by the flags %j', async (flags, shown) => {
      await work('zebra', 'Kotlin', 60);
      await publish(flags);
      expect((await badge()) === 'coding time: 1 hr').toBe(shown.badge);
      expect((await badge({ project: 'zebra' })) === 'zebra: 1 hr').toBe(shown.project);
      expect((await badge({ language: 'Kotlin' })) === 'Kotlin: 1 hr').toBe(shown.language);
      // Whether there is such a project is not told either.
      if (!shown.project) expect(await badge({ project: 'no such' })).toBe(`no such: ${HIDDEN}`);
      const activity = (await look('activity.svg')).text;
      expect(activity.includes(HIDDEN)).toBe(!shown.activity);
      const card = (await look('card.svg')).text;
      if (shown.card === undefined) return expect(card).toContain(HIDDEN);
      const [total, language, amount] = shown.card;
      const texts = parseSvg(card).texts('text');
      expect(texts[1]).toBe([total, 'last 7 days'].filter(Boolean).join(', '));
      expect(texts.slice(2)).toEqual(language ? [language, amount] : []);
    });

    it('is not shown from then on, whatever was kept', async () => {
      await work('zebra', 'Kotlin', 60);
      await publish();
      const paths = ['badge.svg', 'badge.svg?project=zebra', 'badge.svg?language=Kotlin', 'badge.json', 'activity.svg', 'card.svg'];
      for (const path of paths) expect((await look(path)).text).not.toContain(HIDDEN);
      await publish({ logged_time_public: false });
      for (const path of paths.slice(0, 5)) expect((await look(path)).text).toContain(HIDDEN);
      expect((await look('card.svg')).text).not.toContain('1 hr');
      await publish({ logged_time_public: true, languages_used_public: false, projects_public: false });
      expect((await look('card.svg')).text).not.toContain('Kotlin');
      expect((await look('badge.svg?project=zebra')).text).toContain(HIDDEN);
      expect((await look('badge.svg?language=Kotlin')).text).toContain(HIDDEN);
      await app.call('PATCH', '/api/v1/users/current', ada, { is_profile_private: true });
      for (const path of paths) expect((await look(path)).text).toContain(HIDDEN);
    });

    it('is not shown to its owner either: a picture is what others see', async () => {
      await work('zebra', 'Kotlin', 60);
      expect((await app.get(`users/${username}/badge.svg`, ada)).text).toContain(HIDDEN);
    });
  });

  describe('a calendar', () => {
    it('has a place for each day of the last twelve months, in the user’s zone, with its time', async () => {
      ada = await app.newUser({ zone: 'Pacific/Auckland' });
      username = (await app.get('users/current', ada)).body.data.username;
      await publish();
      // Noon in Auckland on the 25th, and its next day.
      await work('zebra', 'Kotlin', 60, '2026-11-24T11:30:00Z');
      app.clock.at = Date.parse('2026-11-24T18:00:00Z');
      const { text } = await look('activity.svg');
      const days = parseSvg(text).texts('title').slice(1);
      expect(days).toHaveLength(365);
      expect(days[0]).toBe('Wed Nov 26th 2025: no time');
      expect(days.at(-1)).toBe('Wed Nov 25th 2026: 1 hr');
    });

    it('has a calendar year, as far as it is over', async () => {
      await publish();
      await work('zebra', 'Kotlin', 60, '2026-01-01T10:00:00Z');
      await work('zebra', 'Kotlin', 180, '2026-03-05T10:00:00Z');
      const svg = parseSvg((await look('activity.svg?year=2026')).text);
      const [title, ...days] = svg.texts('title');
      expect(title).toBe(`Coding time of ${username}, 2026`);
      expect(svg.texts('desc')).toEqual(['4 hrs on 2 of 328 days. Most on Thu Mar 5th 2026: 3 hrs.']);
      expect([days.length, days[0], days.at(-1)]).toEqual([328, 'Thu Jan 1st 2026: 1 hr', 'Tue Nov 24th 2026: no time']);
      expect(svg.texts('text').slice(0, 1)).toEqual(['4 hrs, 2026']);
      expect(parseSvg((await look('activity.svg?year=2024')).text).texts('title')).toHaveLength(367);
    });

    it('begins weeks where the user’s begin', async () => {
      await publish({ ...ALL_FLAGS, weekday_start: 0 });
      const rows = (text: string) =>
        new Map(
          parseSvg(text)
            .elements('rect')
            .flatMap((rect) => (rect.textContent ? [[rect.textContent.slice(0, 3), Number(rect.getAttribute('y'))]] : [])),
        );
      expect([...rows((await look('activity.svg?year=2025')).text)].toSorted(([, a], [, b]) => a - b).map(([day]) => day)).toEqual([
        'Sun',
        'Mon',
        'Tue',
        'Wed',
        'Thu',
        'Fri',
        'Sat',
      ]);
    });

    it.each(['year=1969', 'year=twenty', 'theme=pink', 'hide_border=perhaps'])('refuses %s', async (query) => {
      expect((await look(`activity.svg?${query}`)).status).toBe(400);
    });
  });

  describe('a card', () => {
    it('has the languages with most time, as many as are asked for, and how much of all it was', async () => {
      await publish();
      await work('zebra', 'Kotlin', 60, '2026-11-23T08:00:00Z');
      await work('zebra', 'Swift', 30, '2026-11-22T08:00:00Z');
      await work('zebra', 'Go', 10, '2026-11-21T08:00:00Z');
      const texts = async (query: string) => parseSvg((await look(`card.svg?${query}`)).text).texts('text');
      expect(await texts('langs_count=2')).toEqual([
        `Coding time of ${username}`,
        '1 hr 40 mins, last 7 days',
        'Kotlin',
        '1 hr',
        'Swift',
        '30 mins',
      ]);
      expect(await texts('hide_title=true&display_format=percent&layout=compact')).toEqual([
        '1 hr 40 mins, last 7 days',
        'Kotlin',
        '60 %',
        'Swift',
        '30 %',
        'Go',
        '10 %',
      ]);
      expect(await texts('custom_title=%3Cb%3E&range=2020')).toEqual(['<b>', '0 secs, 2020', 'No time in this range yet.']);
    });

    it.each(['langs_count=0', 'langs_count=21', 'layout=pie', 'display_format=money', `custom_title=${'x'.repeat(101)}`, 'range=x'])(
      'refuses %.20s',
      async (query) => {
        await publish();
        expect((await look(`card.svg?${query}`)).status).toBe(400);
      },
    );
  });

  describe('a link to one badge', () => {
    const make = async (shows: object = {}) => (await app.call('POST', '/api/v1/users/current/badges', ada, shows)).body.data;
    const see = async (url: string) => app.call('GET', new URL(url).pathname + new URL(url).search);
    const titleOf = async (url: string) => parseSvg((await see(url)).text).texts('title')[0];

    it('shows its number to whoever has it, where all else is private, and nothing more', async () => {
      await work('zebra', 'Kotlin', 70);
      await work('yak', 'Swift', 30, '2026-11-20T08:00:00Z');
      const [all, zebra, swift] = [
        await make(),
        await make({ project: 'zebra', range: 'today' }),
        await make({ language: 'Swift', label: 'bird' }),
      ];
      expect(await titleOf(all.svg_url)).toBe('coding time: 1 hr 40 mins');
      expect(await titleOf(zebra.svg_url)).toBe('zebra: 1 hr 10 mins');
      expect(await titleOf(swift.svg_url)).toBe('bird: 30 mins');
      // Its address decides how it looks, and not what it is of.
      expect(await titleOf(`${swift.svg_url}?label=x&project=zebra&language=Kotlin&range=today`)).toBe('x: 30 mins');
      expect((await see(`${zebra.json_url}?style=flat-square`)).body).toEqual({
        schemaVersion: 1,
        label: 'zebra',
        message: '1 hr 10 mins',
        color: '0b6bb0',
        style: 'flat-square',
        cacheSeconds: 300,
      });
      expect((await see(all.svg_url)).headers).toMatchObject({ 'cache-control': 'public, max-age=300', etag: expect.any(String) });
      expect(await badge()).toBe(`coding time: ${HIDDEN}`);
    });

    it('of a label has the time of its projects, as they are then', async () => {
      await work('zebra', 'Kotlin', 70);
      await work('yak', 'Swift', 30, '2026-11-20T08:00:00Z');
      await work('other', 'Swift', 20, '2026-11-19T08:00:00Z');
      const labels = '/api/v1/users/current/labels';
      expect((await app.call('POST', labels, ada, { name: 'Work', projects: ['zebra', 'yak'] })).status).toBe(201);
      expect(await titleOf((await make({ project_label: 'Work' })).svg_url)).toBe('Work: 1 hr 40 mins');
      expect(await titleOf((await make({ project_label: 'Work', language: 'Swift', label: 'l' })).svg_url)).toBe('l: 30 mins');
      expect(await titleOf((await make({ project_label: 'Work', project: 'other', label: 'o' })).svg_url)).toBe('o: 0 secs');
      const { id } = (await app.get('users/current/labels', ada)).body.data[0];
      const byId = await make({ project_label: id, label: 'l' });
      expect(byId.project_label).toBe(id);
      expect((await app.call('DELETE', `${labels}/${id}`, ada)).status).toBeLessThan(300);
      expect(await titleOf(byId.svg_url)).toBe(`l: ${HIDDEN}`);
      const { status, body } = await app.call('POST', '/api/v1/users/current/badges', ada, { project_label: 'Work' });
      expect([status, body.errors]).toEqual([400, { project_label: [expect.stringContaining('no such label')] }]);
      // By an address alone nobody asks for a label.
      await publish();
      expect(await badge({ project_label: 'Work' })).toBe('coding time: 2 hrs');
    });

    it('is listed for its owner alone, and shows nothing once it is deleted', async () => {
      await work('zebra', 'Kotlin', 60);
      const [first, second] = [await make({ project: 'zebra', label: 'mine' }), await make()];
      expect(first).toEqual({
        id: expect.stringMatching(/^[\da-f-]{36}$/),
        range: 'all_time',
        project: 'zebra',
        language: null,
        project_label: null,
        label: 'mine',
        svg_url: expect.stringMatching(`^http.*/api/v1/users/${ada.publicId}/badges/${first.id}/badge\\.svg$`),
        json_url: expect.stringMatching(`^http.*/api/v1/users/${ada.publicId}/badges/${first.id}/badge\\.json$`),
        created_at: expect.stringMatching(/Z$/),
      });
      expect((await app.get('users/current/badges', ada)).body).toEqual({ data: [second, first] });
      const bob = await app.newUser();
      expect((await app.get('users/current/badges', bob)).body).toEqual({ data: [] });
      expect((await app.call('DELETE', `/api/v1/users/current/badges/${first.id}`, bob)).status).toBe(404);
      expect(await titleOf(first.svg_url)).toBe('mine: 1 hr');
      // Another's name does not lend its link.
      expect(await titleOf(first.svg_url.replace(ada.publicId, bob.publicId))).toBe(`coding time: ${HIDDEN}`);
      expect((await app.call('DELETE', `/api/v1/users/current/badges/${first.id}`, ada)).status).toBe(200);
      expect((await app.call('DELETE', `/api/v1/users/current/badges/${first.id}`, ada)).status).toBe(404);
      expect(await titleOf(first.svg_url)).toBe(`coding time: ${HIDDEN}`);
      expect((await see(first.json_url)).body).toMatchObject({ isError: true, message: HIDDEN });
      expect(await titleOf(second.svg_url)).toBe('coding time: 1 hr');
      await client.query('UPDATE users SET disabled_at = now() WHERE id = $1', [ada.userId]);
      expect(await titleOf(second.svg_url)).toBe(`coding time: ${HIDDEN}`);
    });

    it.each(['x', 'not-a-uuid', randomUUID(), '%00', 'a'.repeat(1_900)])('that is none (%.12s) shows nothing', async (id) => {
      expect(await titleOf(`http://x/api/v1/users/${ada.publicId}/badges/${id}/badge.svg`)).toBe(`coding time: ${HIDDEN}`);
      expect((await app.call('DELETE', `/api/v1/users/current/badges/${id}`, ada)).status).toBe(404);
    });

    it.each([
      [{ range: 'yesteryear' }, 'range'],
      [{ project: 'x'.repeat(4097) }, 'project'],
      [{ project: 7 }, 'project'],
      [{ language: 'a\0b' }, 'language'],
      [{ label: 'x'.repeat(101) }, 'label'],
      [{ color: 'red' }, 'color'],
    ])('refuses %.20j', async (shows, field) => {
      const { status, body } = await app.call('POST', '/api/v1/users/current/badges', ada, shows);
      expect([status, Object.keys(body.errors)]).toEqual([400, [field]]);
    });

    it('an account has a hundred, also when many are made at once', async () => {
      await client.query("INSERT INTO badge_links (user_id, id, range) SELECT $1, gen_random_uuid(), 'today' FROM generate_series(1, 97)", [
        ada.userId,
      ]);
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => app.call('POST', '/api/v1/users/current/badges', ada, { range: 'today' })),
      );
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 201, 409, 409, 409]);
      expect((await app.get('users/current/badges', ada)).body.data).toHaveLength(100);
    });
  });

  describe('for caches and pages of others', () => {
    it.each(PICTURES)('%s may be shown by every site and kept for five minutes, and runs nothing', async (picture) => {
      await publish();
      const { headers } = await look(picture);
      expect(headers).toMatchObject({
        'cache-control': 'public, max-age=300',
        'cross-origin-resource-policy': 'cross-origin',
        'access-control-allow-origin': '*',
        'x-content-type-options': 'nosniff',
        etag: expect.stringMatching(/^"[\w-]{22}"$/),
      });
      const policy = picture.endsWith('.svg')
        ? "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none';style-src 'unsafe-inline'"
        : "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'";
      expect(headers['content-security-policy']).toBe(policy);
    });

    it.each(PICTURES)('%s is not sent to who has it already', async (picture) => {
      await publish();
      const first = await look(picture);
      const etag = String(first.headers['etag']);
      for (const tags of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const again = await look(picture, { 'if-none-match': tags });
        expect([again.status, again.text, again.headers['etag'], again.headers['cache-control']]).toEqual([
          304,
          '',
          etag,
          'public, max-age=300',
        ]);
        expect(again.headers).not.toHaveProperty('content-length');
      }
      expect((await look(picture, { 'if-none-match': '"other"' })).status).toBe(200);
      await publish({ logged_time_public: false, languages_used_public: false });
      expect((await look(picture, { 'if-none-match': etag })).status).toBe(200);
    });

    it('answers HEAD', async () => {
      await publish();
      const { status, text, headers } = await app.call('HEAD', `/api/v1/users/${username}/badge.svg`);
      expect([status, text, headers['content-type']]).toEqual([200, '', 'image/svg+xml; charset=utf-8']);
    });

    it('numbers are kept: what comes later is not in them yet, and other colours are the same numbers', async () => {
      await publish();
      await work('zebra', 'Kotlin', 60);
      expect(await badge()).toBe('coding time: 1 hr');
      await work('zebra', 'Kotlin', 60, '2026-11-20T08:00:00Z');
      expect(await badge({ color: 'red' })).toBe('coding time: 1 hr');
      expect(await badge({ range: 'last_7_days' })).toBe('coding time: 2 hrs');
    });

    it('many who ask at once are one question', async () => {
      await publish();
      await work('zebra', 'Kotlin', 60);
      const answers = await Promise.all(Array.from({ length: 60 }, () => badge()));
      expect(new Set(answers)).toEqual(new Set(['coding time: 1 hr']));
    });
  });

  (CHROMIUM === undefined ? describe.skip : describe)('in a browser', () => {
    it('are pictures on a page of another site, light and dark, with the name of whatever kind', async () => {
      await publish();
      await work('zebra', 'Kotlin', 70);
      for (const [n, name] of NAMES.entries())
        await work(name, `Language ${n}`, 10 + n * 10, `2026-11-${String(n + 2).padStart(2, '0')}T08:00:00Z`);
      await app.nest.listen(0, '127.0.0.1');
      const base = `${await app.nest.getUrl()}/api/v1/users/${username}`;
      const images = [
        ...['flat', 'flat-square', 'for-the-badge'].map((style) => `badge.svg?style=${style}`),
        ...NAMES.map((name) => `badge.svg?${new URLSearchParams({ project: name })}`),
        'activity.svg',
        'card.svg?langs_count=6&range=last_30_days',
        'card.svg?layout=compact&range=last_30_days&langs_count=9',
        'card.svg?range=2020',
        'card.svg?theme=dark&range=last_30_days',
        'activity.svg?theme=light&year=2020',
      ].map((path) => `${base}/${path}`);
      const browser = await startBrowser();
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await browser.newPage({ colorScheme });
        await page.setContent(
          `<body style="background:${colorScheme === 'dark' ? '#0d1117' : '#fff'}">${images.map((src) => `<p><img src="${src.replaceAll('&', '&amp;')}"></p>`).join('')}`,
        );
        const sizes = await page.evaluate(`Promise.all([...document.images].map((i) => i.decode().then(() => i.naturalWidth, () => 0)))`);
        expect([colorScheme, sizes]).toEqual([colorScheme, images.map(() => expect.any(Number))]);
        expect((sizes as number[]).filter((width) => width < 40)).toEqual([]);
      }
      // By itself, as an evil link would open it.
      const page = await browser.newPage();
      const dialogs: string[] = [];
      page.on('dialog', (dialog) => void dialogs.push(dialog.message()));
      await page.goto(`${base}/badge.svg?${new URLSearchParams({ project: '<script>alert(1)</script>' })}`);
      expect(await page.evaluate('document.documentElement.tagName')).toBe('svg');
      expect(dialogs).toEqual([]);
      await browser.close();
    }, 60_000);
  });

  // The last of all: passport knows the strategies of the app that was made last.
  it('have a limit by address', async () => {
    const limited = await startApp({ databaseUrl: app.databaseUrl, limited: true, env: { STRANGER_LIMIT_PER_MINUTE: 2 } });
    const statuses = [];
    for (let n = 0; n < 11; n++) statuses.push((await limited.call('GET', `/api/v1/users/${randomUUID()}/badge.svg`)).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429]);
    await limited.close();
  });
});
