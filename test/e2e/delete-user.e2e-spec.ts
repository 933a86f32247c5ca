import { OPERATOR } from '@app/core';
import { CreateApiKey, DeleteUser, EnsureOwner, IssueClaimLink, SetPassword } from '@app/users';
import { RollUpUser } from '@app/analytics';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ACCOUNT_TABLES, connect, type Connection, userTables } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

/** Rows of the tables that no request of this test fills. */
const REST = [
  "INSERT INTO renames (user_id, id, dimension, digest, name, shown_name) VALUES ($1, gen_random_uuid(), 'project', '', 'a', 'b')",
  "INSERT INTO former_names (user_id, id, dimension, name, shown_name) VALUES ($1, gen_random_uuid(), 'project', 'b', 'c')",
  "INSERT INTO rules (user_id, id, position, field, operation, value) VALUES ($1, gen_random_uuid(), 0, 'project', 'equals', 'a')",
  `INSERT INTO external_durations (user_id, id, external_id, start_time, end_time, activity_id, entity_id, provider)
   VALUES ($1, gen_random_uuid(), 'a', 1, 2, 1, 1, 'b')`,
  `INSERT INTO plugin_errors (at, user_id, plugin, cli_version, platform, architecture, message, stacktrace, logs, is_panic)
   VALUES (now(), $1, '', '', '', '', '', '', '', false)`,
  `INSERT INTO org_members (org_id, user_id, role, source) VALUES (-1, $1, 'member', 'invite')`,
  `INSERT INTO org_team_members (org_id, team_id, user_id) VALUES (-1, -1, $1)`,
  `INSERT INTO org_team_spells (org_id, team_id, user_id, from_day) VALUES (-1, -1, $1, 1)`,
  `INSERT INTO org_transfers (org_id, user_id, offered_by, offered_at, expires_at) VALUES (-$1::int, $1, -1, now(), now())`,
  `INSERT INTO org_notice_mails (user_id, org_id, since_id) VALUES ($1, -1, 0)`,
  `INSERT INTO org_shares (org_id, user_id, version, level, spans) VALUES (-1, $1, 1, 1, '[]')`,
  `INSERT INTO org_views (user_id, org_id, day, viewer_kind, viewer_id, what, last_at) VALUES ($1, -1, 1, 'user', -1, 'stats', now())`,
  `INSERT INTO org_invites (org_id, public_id, email, role, status, invited_by, user_id, expires_at)
   VALUES (-1, gen_random_uuid(), $1::int || '@example.com', 'member', 'accepted', -1, $1, now())`,
  `INSERT INTO forge_connections (user_id, id, provider, base_url, external_id, login, kind, scopes, emails, status, connected_at, etags)
   VALUES ($1, 1, 'github', '', '1', 'a', 'token', '{}', '{}', 'connected', now(), '{}')`,
  `INSERT INTO forge_states (hash, user_id, expires_at) VALUES (decode(md5($1::int::text), 'hex'), $1, now())`,
  `INSERT INTO repositories (user_id, id, public_id, connection_id, provider, base_url, external_id, full_name, html_url, address, default_branch,
          is_private, is_archived, is_fork, star_count, fork_count, watch_count)
   VALUES ($1, 1, gen_random_uuid(), 1, 'github', '', 'R', 'a/b', '', '', 'main', true, false, false, 0, 0, 0)`,
  `INSERT INTO repository_branches (user_id, repository_id, branch) VALUES ($1, 1, 'main')`,
  `INSERT INTO pushed_files (user_id, repository_id, sha, files, at) VALUES ($1, 1, 'a', '{}', now())`,
  `INSERT INTO commits (user_id, repository_id, project_id, sha, parents, authored_at, committed_at, author_name, author_email, committer_name,
          committer_email, co_authors, message, branches, is_own)
   VALUES ($1, 1, 0, 'a', '{}', 1, 1, '', '', '', '', '{}', '', '{}', true)`,
  `INSERT INTO commit_days (user_id, day, is_due) VALUES ($1, 1, true)`,
  `INSERT INTO commit_sightings (user_id, day, project_id, sha, first_time, branch, author, message) VALUES ($1, 1, 1, 'a', 1, '', '', '')`,
  `INSERT INTO commit_times (user_id, day, repository_id, project_id, sha, total_us, file_us, ai_us, first_time) VALUES ($1, 1, 1, 0, 'a', 1, 1, 0, 1)`,
  `INSERT INTO commit_watches (user_id) VALUES ($1)`,
];

describe('deleting an account', () => {
  let app: TestApp;
  let db: Connection;

  beforeAll(async () => {
    app = await startApp();
    db = await connect(app.databaseUrl);
    await app.commands.execute(new EnsureOwner(OPERATOR, 'UTC'));
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });

  /** Rows with the user's id in every table that has such a column, whichever tables there will be. */
  async function rowsOf(userId: number): Promise<Record<string, number>> {
    const counts: [string, number][] = [];
    for (const name of [...(await userTables(db)), ...ACCOUNT_TABLES].filter((table) => table !== 'audit_log')) {
      const { rows } = await db.query<{ n: number }>(`SELECT count(*)::int AS n FROM "${name}" WHERE user_id = $1`, [userId]);
      counts.push([name, rows[0]?.n ?? 0]);
    }
    return Object.fromEntries(counts);
  }

  /** Somebody with a row in every table. */
  async function settled(): Promise<TestUser> {
    const user = await app.newUser();
    await app.send(user, [
      { time: 1_760_000_000, project: 'p', dependencies: ['d'] },
      { time: 1_760_000_060, project: 'p', ai_session: 's' },
    ]);
    await app.commands.execute(new RollUpUser(OPERATOR, user.userId));
    await app.send(user, [{ time: 1_770_000_000, project: 'p' }]);
    await app.call('POST', '/api/v1/users/current/badges', user, {});
    await app.call('POST', '/api/v1/users/current/leaderboards', user, { name: 'b' });
    await db.query(`INSERT INTO leaderboard_invites (user_id, leaderboard_id, invited_by, expires_at) VALUES ($1, -1, 1, now())`, [
      user.userId,
    ]);
    await db.query(`INSERT INTO leader_entries (user_id, range, language, us, active_days) VALUES ($1, 'last_7_days', '', 1, 1)`, [
      user.userId,
    ]);
    await app.call('POST', '/api/v1/users/current/labels', user, { name: 'Work', projects: ['p'] });
    await app.call('POST', '/api/v1/users/current/goals', user, { seconds: 60 });
    await app.call('POST', '/api/v1/users/current/goals/pauses', user, {});
    await app.call('PATCH', '/api/v1/users/current', user, { day_start: '04:00' });
    await db.query(`INSERT INTO goal_events (user_id, goal_id, first_day, kind, us, target_seconds) VALUES ($1, 1, 1, 'met', 1, 1)`, [
      user.userId,
    ]);
    await db.query(`INSERT INTO weekly_reports (user_id, week, due_at) VALUES ($1, '2026-W47', now())`, [user.userId]);
    for (const statement of REST) await db.query(statement, [user.userId]);
    await app.commands.execute(new IssueClaimLink(OPERATOR, user.userId));
    await app.commands.execute(new SetPassword(OPERATOR, user.userId, 'violet-engine-harbour-tuesday'));
    const { username } = (await app.get('users/current', user)).body.data;
    const signIn = { email: username, password: 'violet-engine-harbour-tuesday' };
    expect((await app.call('POST', '/api/auth/login', null, signIn)).status).toBe(200);
    await db.query(`INSERT INTO jobs (id, queue, name, payload, user_id) VALUES (gen_random_uuid(), 'rebuilds', 'x', '{}', $1)`, [
      user.userId,
    ]);
    return user;
  }

  it('leaves nothing of it in any table, and everything of others', async () => {
    const [ada, bob] = [await settled(), await settled()];
    const before = await rowsOf(bob.userId);
    expect(Object.entries(await rowsOf(ada.userId)).filter(([, n]) => n === 0)).toEqual([]);
    await app.commands.execute(new DeleteUser(OPERATOR, ada.userId));
    expect(Object.entries(await rowsOf(ada.userId)).filter(([, n]) => n > 0)).toEqual([]);
    expect(await rowsOf(bob.userId)).toEqual(before);
    expect((await db.query('SELECT id FROM users WHERE id = ANY ($1)', [[ada.userId, bob.userId]])).rows).toEqual([{ id: bob.userId }]);
    expect((await app.get('users/current', ada)).status).toBe(401);
    expect((await app.get('users/current', bob)).status).toBe(200);
    const { rows } = await db.query(`SELECT actor_kind, subject_id FROM audit_log WHERE message = 'DeleteUser'`);
    expect(rows).toEqual([{ actor_kind: 'cli', subject_id: ada.userId }]);
  }, 60_000);

  it('is done in parts; stopped in between it leaves a disabled account, and the same command goes on', async () => {
    const ada = await settled();
    await db.query(
      `INSERT INTO heartbeats (user_id, time, id, activity_id, entity_id, user_agent_id, is_write)
       SELECT $1, n, gen_random_uuid(), 1, 1, 1, false FROM generate_series(1, 25000) AS n`,
      [ada.userId],
    );
    const heard: number[] = [];
    const stop = (rows: number): void => {
      heard.push(rows);
      if (rows > 15_000) throw new Error('Stopped.');
    };
    await expect(app.commands.execute(new DeleteUser(OPERATOR, ada.userId, stop))).rejects.toThrow('Stopped.');
    expect((await app.get('users/current', ada)).status).toBe(401);
    const left = (await rowsOf(ada.userId))['heartbeats'];
    expect([left, heard.every((rows, n) => rows - (heard[n - 1] ?? 0) <= 10_000)]).toEqual([5_003, true]);
    await app.commands.execute(new DeleteUser(OPERATOR, ada.userId));
    expect(Object.entries(await rowsOf(ada.userId)).filter(([, n]) => n > 0)).toEqual([]);
  }, 60_000);

  it('also takes what a request that was held stored afterwards, with the next roll-ups', async () => {
    const ada = await settled();
    await app.commands.execute(new DeleteUser(OPERATOR, ada.userId));
    await db.query(
      `INSERT INTO heartbeats (user_id, time, id, activity_id, entity_id, user_agent_id, is_write) VALUES ($1, 1, gen_random_uuid(), 1, 1, 1, false)`,
      [ada.userId],
    );
    await db.query('INSERT INTO dimension_counters (user_id, activities, entities, user_agents, projects) VALUES ($1, 1, 1, 1, 1)', [
      ada.userId,
    ]);
    await db.query(`INSERT INTO dirty_days (user_id, day) VALUES ($1, 0)`, [ada.userId]);
    await app.commands.execute(new RollUpUser(OPERATOR, ada.userId));
    expect(Object.entries(await rowsOf(ada.userId)).filter(([, n]) => n > 0)).toEqual([]);
  }, 60_000);

  it('is refused for the owner and for who is not there', async () => {
    const { rows } = await db.query<{ id: number }>('SELECT id FROM users WHERE is_owner');
    const owner = rows[0]?.id ?? 0;
    await app.commands.execute(new CreateApiKey(OPERATOR, owner, 'kept'));
    await expect(app.commands.execute(new DeleteUser(OPERATOR, owner))).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(app.commands.execute(new DeleteUser(OPERATOR, 999_999))).rejects.toMatchObject({ kind: 'not-found' });
    expect((await db.query('SELECT disabled_at FROM users WHERE id = $1', [owner])).rows).toEqual([{ disabled_at: null }]);
  });
});
