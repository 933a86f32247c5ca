import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ComputeLeaders } from '@app/analytics';
import { OPERATOR, SERVER } from '@app/core';
import { DeleteUser } from '@app/users';
import { validator } from '../contract/schemas.js';
import { type Connection, connect } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const BOARDS = 'users/current/leaderboards';
const INVITES = 'users/current/leaderboard_invites';
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

type Coder = TestUser & { username: string };

describe('private leaderboards', () => {
  let app: TestApp;
  let db: Connection;
  let ada: Coder;
  let bob: Coder;
  let eve: Coder;

  beforeAll(async () => {
    app = await startApp();
    app.clock.at = Date.parse('2026-11-24T12:00:00Z');
    db = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });
  beforeEach(async () => {
    [ada, bob, eve] = [await coder(10, 'Go'), await coder(20, 'Rust'), await coder(30, 'Zig')];
  });

  /** Somebody whose profile is private, who worked so many minutes today. */
  const coder = async (minutes: number, language: string): Promise<Coder> => {
    const user = await app.newUser();
    await app.send(
      user,
      Array.from({ length: minutes + 1 }, (_, n) => ({
        time: Date.parse('2026-11-24T08:00:00Z') / 1000 + n * 60,
        language,
        project: 'secret',
      })),
    );
    return { ...user, username: (await app.get('users/current', user)).body.data.username };
  };
  const call = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, user: TestUser | null, body?: object) =>
    app.call(method, `/api/v1/${path}`, user, body);
  const create = async (user: TestUser, body: object = { name: 'engines' }): Promise<string> => {
    const answer = await call('POST', BOARDS, user, body);
    expect([answer.status, answer.body.error]).toEqual([201, undefined]);
    return answer.body.data.id;
  };
  const link = async (user: TestUser, id: string): Promise<string> => (await call('POST', `${BOARDS}/${id}/link`, user)).body.data.token;
  const join = (user: TestUser, token: string, consent = true) => call('POST', `${BOARDS}/join`, user, { token, consent });
  const together = async (owner: TestUser, ...others: TestUser[]): Promise<string> => {
    const id = await create(owner);
    const token = await link(owner, id);
    for (const user of others) expect((await join(user, token)).status).toBe(200);
    return id;
  };
  const compute = () => app.commands.execute(new ComputeLeaders(SERVER, 4e12));
  const leaders = async (user: TestUser, id: string, query = '') => {
    const { status, body } = await call('GET', `${BOARDS}/${id}${query}`, user);
    expect([status, validator('leaders')(body)]).toEqual([200, []]);
    return body;
  };
  const names = (body: { data: { user: { username: string } }[] }) => body.data.map(({ user }) => user.username);
  const list = async (user: TestUser) => {
    const { status, body } = await call('GET', BOARDS, user);
    expect([status, validator('leaderboards')(body)]).toEqual([200, []]);
    return body;
  };

  it('are made, listed, renamed and deleted, under both mounts', async () => {
    expect(await list(ada)).toEqual({ data: [], total: 0, page: 1, total_pages: 1 });
    const id = await create(ada, { name: ' Engines ', time_range: 'last_30_days' });
    for (const mount of ['', 'compat/waka/'])
      expect((await call('GET', `${mount}${BOARDS}`, ada)).body).toEqual({
        data: [
          {
            id,
            name: 'Engines',
            can_edit: true,
            can_delete: true,
            has_available_seat: true,
            members_count: 1,
            members_with_timezones_count: 1,
            time_range: 'last_30_days',
            created_at: expect.stringMatching(/Z$/),
            modified_at: null,
          },
        ],
        total: 1,
        page: 1,
        total_pages: 1,
      });
    expect((await call('PATCH', `${BOARDS}/${id}`, ada, { name: 'Difference' })).body.data).toMatchObject({ id, name: 'Difference' });
    expect((await call('PATCH', `${BOARDS}/${id}`, ada, { time_range: 'last_90_days' })).status).toBe(400);
    expect((await leaders(ada, id)).range).toMatchObject({ name: 'last_30_days' });
    expect((await call('DELETE', `${BOARDS}/${id}`, ada)).body).toEqual({ data: {} });
    expect((await list(ada)).data).toEqual([]);
  });

  it('rank all members, whatever they make public, by the time that all see', async () => {
    const id = await together(ada, bob, eve);
    expect((await leaders(ada, id)).data.map((l: { running_total: { total_seconds: number } }) => l.running_total.total_seconds)).toEqual([
      0, 0, 0,
    ]);
    await compute();
    for (const user of [ada, bob, eve]) {
      const body = await leaders(user, id);
      expect(
        body.data.map((l: { rank: number; running_total: { total_seconds: number; languages: object[] } }) => [
          l.rank,
          l.running_total.total_seconds,
          l.running_total.languages.length,
        ]),
      ).toEqual([
        [1, 1800, 1],
        [2, 1200, 1],
        [3, 600, 1],
      ]);
      expect(names(body)).toEqual([eve.username, bob.username, ada.username]);
      expect(body.current_user.user.id).toBe(user.publicId);
      expect(JSON.stringify(body)).not.toContain('secret');
    }
    expect(names(await leaders(ada, id, '?language=rust'))).toEqual([bob.username]);
    await call('PATCH', 'users/current', bob, { country_code: 'DE' });
    expect(names(await leaders(ada, id, '?country_code=de'))).toEqual([bob.username]);
    // Nobody asked to be on the leaderboard of the instance.
    for (const query of ['', '?language=Rust'])
      expect((await call('GET', `leaders${query}`, ada)).body).toMatchObject({ data: [], current_user: null });
  });

  it('are nothing to who is not on them', async () => {
    const id = await together(ada, bob);
    await compute();
    const token = await link(ada, id);
    for (const [method, path, body] of [
      ['GET', `${BOARDS}/${id}`],
      ['PATCH', `${BOARDS}/${id}`, { name: 'mine' }],
      ['DELETE', `${BOARDS}/${id}`],
      ['POST', `${BOARDS}/${id}/link`],
      ['DELETE', `${BOARDS}/${id}/link`],
      ['POST', `${BOARDS}/${id}/invites`, { username: eve.username }],
      ['DELETE', `${BOARDS}/${id}/members/${bob.username}`],
      ['DELETE', `${BOARDS}/${id}/members/current`],
      ['POST', `${INVITES}/${id}/accept`, { consent: true }],
      ['DELETE', `${INVITES}/${id}`],
    ] as const) {
      const answer = await call(method, path, eve, body);
      const nothing = await call(method, path.replace(id, UNKNOWN), eve, body);
      expect([path, answer.status, answer.body]).toEqual([path, 404, nothing.body]);
      expect([path, (await call(method, path.replace(id, 'nothing'), eve, body)).status]).toEqual([path, 404]);
      expect((await call(method, path, null, body)).status).toBe(401);
    }
    expect(names(await leaders(ada, id))).toEqual([bob.username, ada.username]);
    expect((await join(eve, token)).status).toBe(200);
  });

  it('belong to who has been on them longest: others may only leave', async () => {
    const id = await together(ada, bob, eve);
    for (const [method, path, body] of [
      ['PATCH', `${BOARDS}/${id}`, { name: 'mine' }],
      ['DELETE', `${BOARDS}/${id}`],
      ['POST', `${BOARDS}/${id}/link`],
      ['DELETE', `${BOARDS}/${id}/link`],
      ['POST', `${BOARDS}/${id}/invites`, { username: 'x' }],
      ['DELETE', `${BOARDS}/${id}/members/${ada.username}`],
      ['DELETE', `${BOARDS}/${id}/members/nobody`],
    ] as const)
      expect([path, (await call(method, path, bob, body)).status]).toEqual([path, 403]);
    expect((await list(bob)).data[0]).toMatchObject({ can_edit: false, can_delete: false, members_count: 3 });
    expect((await call('DELETE', `${BOARDS}/${id}/members/current`, ada)).status).toBe(200);
    expect((await list(ada)).data).toEqual([]);
    expect((await list(bob)).data[0]).toMatchObject({ can_edit: true, members_count: 2 });
    expect((await list(eve)).data[0]).toMatchObject({ can_edit: false });
    await app.commands.execute(new DeleteUser(OPERATOR, bob.userId));
    expect((await list(eve)).data[0]).toMatchObject({ can_edit: true, members_count: 1 });
    expect((await call('DELETE', `${BOARDS}/${id}/members/@${eve.username.toUpperCase()}`, eve)).status).toBe(200);
    expect((await db.query('SELECT 1 FROM leaderboards WHERE public_id = $1', [id])).rowCount).toBe(0);
  });

  it('show nothing of who left, was taken off, is disabled or deleted, at once', async () => {
    const id = await together(ada, bob, eve);
    await compute();
    expect((await call('DELETE', `${BOARDS}/${id}/members/${eve.username}`, ada)).status).toBe(200);
    expect(names(await leaders(bob, id))).toEqual([bob.username, ada.username]);
    expect((await call('GET', `${BOARDS}/${id}`, eve)).status).toBe(404);
    await db.query('UPDATE users SET disabled_at = now() WHERE id = $1', [bob.userId]);
    expect(names(await leaders(ada, id))).toEqual([ada.username]);
    expect((await list(ada)).data[0].members_count).toBe(1);
    await compute();
    const { rows } = await db.query('SELECT DISTINCT user_id FROM leader_entries WHERE user_id = ANY($1)', [
      [ada.userId, bob.userId, eve.userId],
    ]);
    expect(rows).toEqual([{ user_id: ada.userId }]);
  });

  it('are joined by a link, by one’s own consent, after seeing what it shows', async () => {
    const id = await create(ada);
    const token = await link(ada, id);
    const { rows } = await db.query('SELECT link_hash FROM leaderboards WHERE public_id = $1', [id]);
    expect(rows[0].link_hash.toString('utf8')).not.toContain(token);
    const look = await call('POST', `${BOARDS}/look`, bob, { token });
    expect([look.status, look.body.data]).toEqual([
      200,
      {
        id,
        name: 'engines',
        time_range: 'last_7_days',
        members_count: 1,
        invited_by: null,
        expires_at: expect.any(String),
        consent: expect.stringContaining('last 7 days'),
      },
    ]);
    expect((await list(bob)).data).toEqual([]);
    const refused = await join(bob, token, false);
    expect([refused.status, Object.keys(refused.body.errors)]).toEqual([400, ['consent']]);
    expect((await call('POST', `${BOARDS}/join`, bob, { token })).status).toBe(400);
    expect((await list(bob)).data).toEqual([]);
    for (let n = 0; n < 2; n++) expect((await join(bob, token)).body.data).toMatchObject({ id, can_edit: false, members_count: 2 });
    const next = await link(ada, id);
    for (const bad of [token, 'nothing', next.toUpperCase()])
      for (const answer of [await join(eve, bad), await call('POST', `${BOARDS}/look`, eve, { token: bad })])
        expect([bad, answer.status]).toEqual([bad, 404]);
    await db.query(`UPDATE leaderboards SET link_expires_at = now() - interval '1 second' WHERE public_id = $1`, [id]);
    expect((await join(eve, next)).status).toBe(404);
    const last = await link(ada, id);
    expect((await call('DELETE', `${BOARDS}/${id}/link`, ada)).status).toBe(200);
    expect((await join(eve, last)).status).toBe(404);
  });

  it('ask people by name, and tell nobody who there is', async () => {
    const id = await create(ada);
    const invite = (username: string) => call('POST', `${BOARDS}/${id}/invites`, ada, { username });
    const answers = [
      await invite(`@${bob.username.toUpperCase()}`),
      await invite('nobody-at-all'),
      await invite(ada.username),
      await invite(bob.username),
    ];
    for (const { status, body } of answers) expect([status, body]).toEqual([201, { data: {} }]);
    expect((await call('GET', INVITES, ada)).body.data).toEqual([]);
    const { body } = await call('GET', INVITES, bob);
    expect(body).toEqual({
      data: [
        {
          id,
          name: 'engines',
          time_range: 'last_7_days',
          members_count: 1,
          invited_by: ada.username,
          expires_at: expect.any(String),
          consent: expect.any(String),
        },
      ],
      total: 1,
      page: 1,
      total_pages: 1,
    });
    await compute();
    expect(names(await leaders(ada, id))).toEqual([ada.username]);
    expect((await call('POST', `${INVITES}/${id}/accept`, bob, { consent: false })).status).toBe(400);
    expect((await call('POST', `${INVITES}/${id}/accept`, bob, { consent: true })).body.data).toMatchObject({ id, members_count: 2 });
    expect((await call('GET', INVITES, bob)).body.data).toEqual([]);
    expect((await call('POST', `${INVITES}/${id}/accept`, bob, { consent: true })).status).toBe(404);
    await invite(eve.username);
    expect((await call('DELETE', `${INVITES}/${id}`, eve)).status).toBe(200);
    expect((await call('POST', `${INVITES}/${id}/accept`, eve, { consent: true })).status).toBe(404);
    await invite(eve.username);
    await db.query(`UPDATE leaderboard_invites SET expires_at = now() - interval '1 second'`);
    expect((await call('GET', INVITES, eve)).body.data).toEqual([]);
    expect((await call('POST', `${INVITES}/${id}/accept`, eve, { consent: true })).status).toBe(404);
  });

  it('take an invitation back by name, and tell nobody whether there was one', async () => {
    const id = await create(ada);
    const withdraw = (user: TestUser, username: string) => call('DELETE', `${BOARDS}/${id}/invites/${username}`, user);
    await call('POST', `${BOARDS}/${id}/invites`, ada, { username: bob.username });
    expect((await withdraw(eve, bob.username)).status).toBe(404);
    expect((await call('GET', INVITES, bob)).body.data).toHaveLength(1);
    for (const name of [`@${bob.username.toUpperCase()}`, bob.username, 'nobody-at-all', ada.username]) {
      const { status, body } = await withdraw(ada, name);
      expect([name, status, body]).toEqual([name, 200, { data: {} }]);
    }
    expect((await call('GET', INVITES, bob)).body.data).toEqual([]);
    await join(bob, await link(ada, id));
    expect((await withdraw(bob, eve.username)).status).toBe(403);
  });

  it('are bounded: boards of a person, people on a board, invitations of a board', async () => {
    const id = await create(ada);
    const token = await link(ada, id);
    await db.query(
      'INSERT INTO leaderboard_members (user_id, leaderboard_id) SELECT -n, b.id FROM leaderboards b, generate_series(1, 98) n WHERE b.public_id = $1',
      [id],
    );
    const joined = await Promise.all([join(bob, token), join(eve, token)]);
    expect(joined.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    await db.query('DELETE FROM leaderboard_members WHERE user_id < 0');
    // Whether there is such an account or not, or its cap would tell.
    const ask = async (username: string): Promise<number> => (await call('POST', `${BOARDS}/${id}/invites`, ada, { username })).status;
    for (let n = 0; n < 99; n++) expect(await ask(`nobody-${n}`)).toBe(201);
    expect(await ask(bob.username)).toBe(201);
    expect([await ask('nobody'), await ask(bob.username)]).toEqual([409, 409]);
    await db.query(`UPDATE leaderboards SET asked_since = now() - interval '60 days'`);
    expect(await ask('nobody')).toBe(201);
    const made = await Promise.all(Array.from({ length: 22 }, (_, n) => call('POST', BOARDS, ada, { name: `b${n}` })));
    expect(made.filter(({ status }) => status === 201).length).toBe(19);
    expect(made.filter(({ status }) => status === 409).length).toBe(3);
    expect((await list(ada)).total).toBe(20);
  });

  it('leave a row in the audit log for every change, and no secret', async () => {
    const { rows: before } = await db.query('SELECT max(id) AS id FROM audit_log');
    const id = await create(ada);
    const token = await link(ada, id);
    await join(bob, token);
    await call('POST', `${BOARDS}/${id}/invites`, ada, { username: eve.username });
    await call('POST', `${INVITES}/${id}/accept`, eve, { consent: true });
    await call('DELETE', `${BOARDS}/${id}/members/${eve.username}`, ada);
    await call('PATCH', `${BOARDS}/${id}`, ada, { name: 'other' });
    await call('DELETE', `${BOARDS}/${id}/link`, ada);
    await call('DELETE', `${BOARDS}/${id}`, ada);
    const { rows } = await db.query('SELECT message, actor_id, subject_id, details FROM audit_log WHERE id > $1 ORDER BY id', [
      before[0].id,
    ]);
    expect(rows.map((row) => [row.message, row.actor_id, row.subject_id])).toEqual([
      ['CreateLeaderboard', ada.userId, ada.userId],
      ['IssueLeaderboardLink', ada.userId, ada.userId],
      ['JoinLeaderboard', bob.userId, bob.userId],
      ['InviteToLeaderboard', ada.userId, eve.userId],
      ['AcceptLeaderboardInvite', eve.userId, eve.userId],
      ['RemoveLeaderboardMember', ada.userId, eve.userId],
      ['RenameLeaderboard', ada.userId, ada.userId],
      ['RevokeLeaderboardLink', ada.userId, ada.userId],
      ['DeleteLeaderboard', ada.userId, ada.userId],
    ]);
    for (const { details } of rows) expect(details.leaderboard).toBe(id);
    expect(JSON.stringify(rows)).not.toContain(token);
  });
});
