import { RollUpUser } from '@app/analytics';
import { SERVER } from '@app/core';
import { ApplyRules, RenameValue } from '@app/heartbeats';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { validator } from '../contract/schemas.js';
import { connect, type Connection } from '../support/database.js';
import { type Answer, startApp, type TestApp, type TestUser } from '../support/start-app.js';

const START = Date.parse('2026-11-20T09:00:00Z') / 1000;

describe('changes of projects', () => {
  let app: TestApp;
  let db: Connection;
  const problemsOf = validator('projects');

  beforeAll(async () => {
    app = await startApp();
    app.clock.at = Date.parse('2026-11-24T12:00:00Z');
    db = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });

  const call = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, user: TestUser, body?: unknown): Promise<Answer> =>
    app.call(method, `/api/v1/users/current/${path}`, user, body);
  const change = (user: TestUser, project: string, body: unknown): Promise<Answer> =>
    call('PATCH', `projects/${encodeURIComponent(project)}`, user, body);
  const names = async (user: TestUser, query = ''): Promise<string[]> =>
    (await call('GET', `projects${query}`, user)).body.data.map(({ name }: { name: string }) => name);

  /** 60 s of one, then 120 s of two, then three, whose last heartbeat is the newest. Rolled up. */
  async function worker(): Promise<TestUser> {
    const user = await app.newUser();
    await app.send(user, [
      { time: START, project: 'one', branch: 'a', language: 'Go' },
      { time: START + 60, project: 'two', branch: 'b', language: 'Go' },
      { time: START + 180, project: 'three' },
    ]);
    await app.commands.execute(new RollUpUser(SERVER, user.userId));
    return user;
  }

  it('rename: true at once for all of history, without a roll-up, and for what comes', async () => {
    const user = await worker();
    const before = (await call('GET', 'projects/one', user)).body.data;
    const renamed = await change(user, 'one', { name: ' Uno ' });
    expect(renamed.status).toBe(200);
    expect(problemsOf({ ...(await call('GET', 'projects', user)).body, data: [renamed.body.data] })).toEqual([]);
    expect(renamed.body.data).toMatchObject({ name: 'Uno', total_seconds: 60, heartbeat_count: 1, branches: ['a'] });
    expect((await db.query('SELECT FROM dirty_days WHERE user_id = $1', [user.userId])).rowCount).toBe(0);
    await app.send(user, [{ time: START + 7200, project: 'one', entity: '/new' }]);
    expect(await names(user)).toEqual(['Uno', 'three', 'two']);
    // By every name it had, and by the id that it had.
    for (const address of ['Uno', 'one', before.id, renamed.body.data.id]) {
      expect((await call('GET', `projects/${address}`, user)).body.data).toMatchObject({ name: 'Uno', heartbeat_count: 2 });
    }
    const undone = await call('DELETE', 'projects/Uno/name', user);
    expect([undone.status, undone.body.data]).toEqual([200, ['one']]);
    expect((await call('GET', 'projects/one', user)).body.data).toMatchObject({ id: before.id, name: 'one', heartbeat_count: 2 });
    expect((await call('DELETE', 'projects/one/name', user)).status).toBe(404);
  });

  it('merge: by a name that there is or by its own route; undoing gives each its own back', async () => {
    const user = await worker();
    await change(user, 'one', { color: '#111111', archived: true });
    await change(user, 'two', { color: '#222222' });
    await call('POST', 'labels', user, { name: 'L1', projects: ['one'] });
    await call('POST', 'labels', user, { name: 'L2', projects: ['two'] });
    await call('POST', 'clients', user, { name: 'C1', projects: ['one'] });
    await call('POST', 'clients', user, { name: 'C2', projects: ['two'] });
    const merged = await call('POST', 'projects/one/merge', user, { into: 'two' });
    expect(merged.status).toBe(200);
    expect(merged.body.data).toMatchObject({
      name: 'two',
      heartbeat_count: 2,
      total_seconds: 180,
      branches: ['b', 'a'],
      languages: [{ name: 'Go', seconds: 180 }],
      // Its own colour and client, and the labels of both. Not archived: not all of it is.
      color: '#222222',
      archived: false,
      labels: ['L1', 'L2'],
      clients: [{ name: 'C2' }],
    });
    expect((await call('GET', 'clients', user)).body.data).toMatchObject([
      { name: 'C1', projects: [] },
      { name: 'C2', projects: ['two'] },
    ]);
    expect((await change(user, 'three', { name: 'two' })).body.data).toMatchObject({ name: 'two', heartbeat_count: 3 });
    expect(await names(user)).toEqual(['two']);
    expect((await call('DELETE', 'projects/two/name', user)).body.data).toEqual(['one', 'three']);
    expect(await names(user)).toEqual(['three', 'two']);
    expect(await names(user, '?archived=true')).toEqual(['one']);
    expect((await call('GET', 'projects/one', user)).body.data).toMatchObject({
      color: '#111111',
      labels: ['L1'],
      clients: [{ name: 'C1' }],
    });
    expect((await call('GET', 'projects/three', user)).body.data).toMatchObject({ color: null, labels: [], clients: [] });
  });

  it('what is said of a project that has another name holds for what is sent by that name, too', async () => {
    const user = await worker();
    await change(user, 'one', { name: 'new', color: '#ABCDEF', badge: 'gold' });
    await call('POST', 'clients', user, { name: 'C', projects: ['new'] });
    await app.send(user, [{ time: START + 7200, project: 'new', entity: '/new' }]);
    expect((await call('GET', 'projects/new', user)).body.data).toMatchObject({
      heartbeat_count: 2,
      color: '#abcdef',
      badge: 'gold',
      clients: [{ name: 'C' }],
    });
    expect((await change(user, 'new', { color: null, badge: null })).body.data).toMatchObject({ color: null, badge: null });
  });

  it('the colour is in durations and summaries of the project, too', async () => {
    const user = await worker();
    const colors = async (): Promise<unknown[]> => {
      const { data } = (await app.get('users/current/durations?date=2026-11-20', user)).body;
      const { color } = (await app.get('users/current/summaries?range=last_7_days&project=one', user)).body;
      return [...data.map((block: { project: string; color: string | null }) => [block.project, block.color]), color];
    };
    expect(await colors()).toEqual([['one', null], ['two', null], ['three', null], null]);
    await change(user, 'one', { color: '#ABCDEF' });
    expect(await colors()).toEqual([['one', '#abcdef'], ['two', null], ['three', null], '#abcdef']);
    expect(Object.keys((await app.get('users/current/summaries?range=last_7_days', user)).body)).not.toContain('color');
  });

  it('archive: the list leaves it out, its time counts', async () => {
    const user = await worker();
    expect((await change(user, 'two', { archived: true })).body.data.archived).toBe(true);
    expect(await names(user)).toEqual(['three', 'one']);
    expect(await names(user, '?archived=true')).toEqual(['two']);
    expect((await app.get('users/current/all_time_since_today', user)).body.data.total_seconds).toBe(180);
    expect((await change(user, 'two', { archived: false })).body.data.archived).toBe(false);
    expect(await names(user)).toEqual(['three', 'two', 'one']);
  });

  it('of a name that rules made are possible', async () => {
    const user = await worker();
    await db.query(`UPDATE activities SET project = 'made' WHERE user_id = $1 AND project = 'one'`, [user.userId]);
    expect((await change(user, 'made', { color: '#123456' })).body.data).toMatchObject({ name: 'made', color: '#123456' });
    expect((await call('POST', 'labels', user, { name: 'L', projects: ['made'] })).body.data.projects).toEqual(['made']);
  });

  it('by ids: as many as a label has, with a name that is an id of another before the other', async () => {
    const user = await worker();
    const idOf = async (name: string): Promise<string> => (await call('GET', `projects/${name}`, user)).body.data.id;
    const [one, two] = [await idOf('one'), await idOf('two')];
    const label = await call('POST', 'labels', user, { name: 'L', projects: [one, two.toUpperCase(), 'three'] });
    expect(label.body.data.projects).toEqual(['one', 'three', 'two']);
    expect(
      (await call('POST', 'labels', user, { name: 'M', projects: [one.replace(/.$/, (last) => (last === '0' ? '1' : '0'))] })).status,
    ).toBe(400);
    await app.send(user, [{ time: START + 7200, project: one, entity: '/new' }]);
    expect((await call('GET', `projects/${one}`, user)).body.data.name).toBe(one);
  });

  it('are found under the name that rules show the whole project by, and come back with its own', async () => {
    const user = await worker();
    const rule = async (field: string, value: string, project: string): Promise<string> =>
      (await app.call('POST', '/api/v1/users/current/rules', user, { field, operation: 'equals', value, set: { project } })).body.data.id;
    await change(user, 'one', { color: '#123456', badge: 'gold', archived: true });
    await call('POST', 'labels', user, { name: 'L', projects: ['one'] });
    await call('POST', 'clients', user, { name: 'C', projects: ['one'] });
    const said = { color: '#123456', badge: 'gold', archived: true, labels: ['L'], clients: [{ name: 'C' }] };
    const id = await rule('project', 'one', 'ruled');
    for (const address of ['ruled', 'one'])
      expect((await call('GET', `projects/${address}`, user)).body.data).toMatchObject({ name: 'ruled', ...said });
    expect([await names(user), await names(user, '?archived=true')]).toEqual([['three', 'two'], ['ruled']]);
    expect((await call('GET', 'labels', user)).body.data).toMatchObject([{ projects: ['ruled'] }]);
    await app.call('DELETE', `/api/v1/users/current/rules/${id}`, user);
    expect((await call('GET', 'projects/one', user)).body.data).toMatchObject({ name: 'one', ...said });
    // A part of it: the rest keeps what was said of it.
    await app.send(user, [{ time: START + 7200, project: 'one', language: 'Zig', entity: '/new' }]);
    await rule('language', 'Go', 'go');
    expect((await call('GET', 'projects/one', user)).body.data).toMatchObject({ name: 'one', ...said });
    expect((await call('GET', 'projects/go', user)).body.data).toMatchObject({ name: 'go', color: null, labels: [], clients: [] });
  });

  it('are found under the name that rules on the entity show the whole project by, once they are applied to history', async () => {
    const user = await app.newUser();
    await app.send(user, [
      { time: START, project: 'four', entity: '/four/a' },
      { time: START + 60, project: 'two', entity: '/two/a' },
    ]);
    await change(user, 'four', { color: '#123456', badge: 'gold' });
    await call('POST', 'labels', user, { name: 'L', projects: ['four'] });
    const said = { color: '#123456', badge: 'gold', labels: ['L'] };
    const rule = { field: 'entity', operation: 'starts_with', value: '/four/', set: { project: 'ruled' } };
    await app.call('POST', '/api/v1/users/current/rules', user, rule);
    expect((await call('GET', 'projects/four', user)).body.data).toMatchObject({ name: 'four', ...said });
    await app.commands.execute(new ApplyRules(SERVER, user.userId));
    await app.commands.execute(new RollUpUser(SERVER, user.userId));
    for (const address of ['ruled', 'four'])
      expect((await call('GET', `projects/${address}`, user)).body.data).toMatchObject({ name: 'ruled', ...said });
    expect((await call('GET', 'labels', user)).body.data).toMatchObject([{ projects: ['ruled'] }]);
    // A part of it, at once: the rest has what was said of it.
    await app.send(user, [{ time: START + 7200, project: 'four', entity: '/elsewhere' }]);
    expect((await call('GET', 'projects/four', user)).body.data).toMatchObject({ name: 'four', ...said });
    expect((await call('GET', 'projects/ruled', user)).body.data).toMatchObject({ name: 'ruled', color: null, labels: [] });
  });

  it('of a name that rules made and a rename shows: they stay with it at the next rename', async () => {
    const user = await worker();
    await app.call('POST', '/api/v1/users/current/rules', user, {
      field: 'project',
      operation: 'equals',
      value: 'one',
      set: { project: 'made' },
    });
    expect(await names(user)).toContain('made');
    await app.commands.execute(new RenameValue(SERVER, user.userId, 'project', 'made', 'second'));
    await change(user, 'second', { color: '#123456', badge: 'gold' });
    await call('POST', 'labels', user, { name: 'L', projects: ['second'] });
    expect((await change(user, 'second', { name: 'third' })).body.data).toMatchObject({ name: 'third', color: '#123456', labels: ['L'] });
    await call('DELETE', 'projects/third/name', user);
    expect((await call('GET', 'projects/made', user)).body.data).toMatchObject({ color: '#123456', badge: 'gold', labels: ['L'] });
  });

  it('wait for a rename that is under way, and hold nothing that it needs meanwhile', async () => {
    const user = await worker();
    await db.query(`UPDATE activities SET project = 'made' WHERE user_id = $1 AND project = 'three'`, [user.userId]);
    const renaming = await connect(app.databaseUrl);
    await renaming.query('BEGIN');
    await renaming.query('UPDATE dimension_counters SET naming_version = naming_version WHERE user_id = $1', [user.userId]);
    await renaming.query(
      `INSERT INTO renames (user_id, id, dimension, digest, name, shown_name)
       SELECT user_id, gen_random_uuid(), 'project', digest, sent_name, 'uno' FROM projects WHERE user_id = $1 AND sent_name = 'one'`,
      [user.userId],
    );
    await renaming.query(`UPDATE activities SET project = 'uno' WHERE user_id = $1 AND project = 'one'`, [user.userId]);
    const changes = [change(user, 'one', { archived: true }), call('POST', 'labels', user, { name: 'L', projects: ['made', 'one'] })];
    for (let waiting = 0; waiting < changes.length;) {
      const { rows } = await db.query<{ waiting: number }>(
        `SELECT count(DISTINCT pid)::int AS waiting FROM pg_locks
          WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())`,
      );
      waiting = rows[0]?.waiting ?? 0;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    // A rename that says something of the project as well takes the lock of labels after the row that it holds.
    const { rows } = await renaming.query('SELECT pg_try_advisory_xact_lock(7, $1) AS free', [user.userId]);
    await renaming.query('COMMIT');
    await renaming.end();
    const [archived, labelled] = await Promise.all(changes);
    expect(rows).toEqual([{ free: true }]);
    expect(archived?.body.data).toMatchObject({ name: 'uno', archived: true });
    expect(labelled?.body.data).toMatchObject({ name: 'L', projects: ['made', 'uno'] });
  });

  it('refuse a project that has no heartbeats any more, and change nothing then', async () => {
    const user = await worker();
    const { body } = await call('GET', 'heartbeats?project=one', user);
    await call('DELETE', 'heartbeats.bulk', user, { date: '2026-11-20', ids: [body.data[0].id] });
    expect((await call('GET', 'projects/one', user)).status).toBe(404);
    expect((await change(user, 'one', { name: 'uno', color: '#111111' })).status).toBe(404);
    expect((await call('POST', 'projects/one/merge', user, { into: 'two' })).status).toBe(404);
    expect((await db.query('SELECT FROM renames WHERE user_id = $1', [user.userId])).rowCount).toBe(0);
    expect((await db.query('SELECT FROM projects WHERE user_id = $1 AND color IS NOT NULL', [user.userId])).rowCount).toBe(0);
    expect((await call('POST', 'projects/two/merge', user, { into: 'one' })).body.data).toMatchObject({ name: 'one', heartbeat_count: 1 });
  });

  it('refuse what cannot be, and change nothing then', async () => {
    const user = await worker();
    const other = await app.newUser();
    expect((await change(user, 'none', { color: '#111111' })).status).toBe(404);
    expect((await change(other, 'one', { color: '#111111' })).status).toBe(404);
    expect((await change(user, 'one', { color: 'red' })).status).toBe(400);
    expect((await change(user, 'one', { archived: 'yes' })).status).toBe(400);
    expect((await change(user, 'one', { name: '' })).status).toBe(400);
    expect((await change(user, 'one', { color: '#111111', name: 'x'.repeat(501) })).status).toBe(400);
    expect((await change(user, 'one', { nothing: 1 })).status).toBe(400);
    expect((await change(user, 'one', {})).status).toBe(200);
    expect((await change(user, 'one', { name: 'one' })).status).toBe(200);
    expect((await call('POST', 'projects/none/merge', user, { into: 'one' })).status).toBe(404);
    expect((await call('POST', 'projects/one/merge', user, { into: 'none' })).status).toBe(400);
    expect((await call('POST', 'projects/one/merge', user, { into: 'one' })).status).toBe(400);
    expect((await call('DELETE', 'projects/none/name', user)).status).toBe(404);
    expect((await call('GET', 'projects/one', user)).body.data).toMatchObject({ color: null, archived: false });
    const { rows } = await db.query('SELECT DISTINCT message FROM audit_log WHERE subject_id = $1', [user.userId]);
    expect(rows.map(({ message }) => message)).toContain('ChangeProject');
  });
});
