import { OPERATOR, SERVER } from '@app/core';
import { ComputeOrgSums, SweepOrgSums } from '@app/orgs';
import { DeleteUser } from '@app/users';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Connection, connect } from '../support/database.js';
import { type Answer, startApp, type TestApp, type TestUser } from '../support/start-app.js';

const DAY = 86_400;
/** A Tuesday. The day before is told once it is over everywhere. */
const NOON = Date.parse('2026-11-24T13:00:00Z');
const DAYS = ['2026-11-21', '2026-11-22', '2026-11-23'];

describe('sums of organizations', () => {
  let app: TestApp;
  let db: Connection;
  let made = 0;

  beforeAll(async () => {
    app = await startApp();
    app.clock.at = NOON;
    db = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });

  /** An organization with a minimum of three, its owner and members who share so much. */
  const orgOf = async (members: number, level = 1): Promise<{ id: number; slug: string; owner: TestUser; people: TestUser[] }> => {
    const owner = await app.newUser();
    const slug = `sums-${++made}`;
    await app.call('POST', '/api/v1/organizations', owner, { name: slug, slug });
    const { rows } = await db.query<{ id: number }>('UPDATE organizations SET min_group = 3 WHERE slug = $1 RETURNING id', [slug]);
    const id = rows[0]?.id ?? 0;
    const people: TestUser[] = [];
    for (let n = 0; n < members; n++) {
      const user = await app.newUser();
      people.push(user);
      await db.query(`INSERT INTO org_members (org_id, user_id, role, source) VALUES ($1, $2, 'member', 'link')`, [id, user.userId]);
      await share(id, user, level);
    }
    return { id, slug, owner, people };
  };
  const share = (orgId: number, { userId }: TestUser, level: number) =>
    db.query(
      `INSERT INTO org_shares (org_id, user_id, version, level, spans)
       SELECT $1, $2, coalesce(max(version), 0) + 1, $3::smallint, jsonb_build_array(jsonb_build_array(NULL, $3::smallint))
         FROM org_shares WHERE org_id = $1 AND user_id = $2`,
      [orgId, userId, level],
    );
  const team = async (orgId: number, members: TestUser[], lead?: TestUser): Promise<string> => {
    const { rows } = await db.query<{ id: number; name: string }>(
      `INSERT INTO org_teams (org_id, public_id, name) VALUES ($1, gen_random_uuid(), 'Team ' || $2) RETURNING id, name`,
      [orgId, ++made],
    );
    for (const user of members) {
      await db.query('INSERT INTO org_team_spells (org_id, team_id, user_id, from_day) VALUES ($1, $2, $3, 0)', [
        orgId,
        rows[0]?.id,
        user.userId,
      ]);
      await db.query('INSERT INTO org_team_members (org_id, team_id, user_id, is_lead) VALUES ($1, $2, $3, $4)', [
        orgId,
        rows[0]?.id,
        user.userId,
        user === lead,
      ]);
    }
    return rows[0]?.name ?? '';
  };
  /** So many minutes of work on a day, from eight. */
  const work = (user: TestUser, day: string, minutes: number, more: object = {}) =>
    app.send(
      user,
      Array.from({ length: minutes + 1 }, (_, n) => ({
        time: Date.parse(`${day}T08:00:00Z`) / 1000 + n * 60,
        project: 'engine',
        language: 'Go',
        ...more,
      })),
    );
  const compute = (orgId: number) => app.commands.execute(new ComputeOrgSums(SERVER, orgId));
  const stats = (slug: string, user: TestUser, range = 'last_7_days', query = ''): Promise<Answer> =>
    app.get(`organizations/${slug}/stats/${range}${query}`, user);
  const named = (list: { name: string; total_seconds: number }[]) =>
    Object.fromEntries(list.map(({ name, total_seconds }) => [name, total_seconds]));

  it('are those of the members, of days that are over', async () => {
    const { id, slug, owner, people } = await orgOf(4);
    for (const [n, user] of people.entries()) {
      for (const day of DAYS) await work(user, day, 10 * (n + 1));
      await work(user, '2026-11-24', 60);
    }
    await compute(id);
    const { body } = await stats(slug, owner);
    expect(body.data).toMatchObject({
      total_seconds: 3 * 100 * 60,
      start_date: '2026-11-17',
      end_date: '2026-11-23',
      min_group: 3,
    });
    expect([named(body.data.projects), named(body.data.languages)]).toEqual([{ engine: 18_000 }, { Go: 18_000 }]);
    expect([body.data.is_up_to_date, body.data.percent_calculated]).toEqual([true, 100]);
    const days = await app.get(`organizations/${slug}/summaries?range=last_7_days`, owner);
    expect(days.body.data.map((day: { grand_total: { total_seconds: number } }) => day.grand_total.total_seconds)).toEqual([
      0, 0, 0, 0, 6_000, 6_000, 6_000,
    ]);
    const rolledUp = await stats(slug, owner);
    expect(rolledUp.body.data.total_seconds).toBe(18_000);
  });

  it('of too few people are left out, by day', async () => {
    const { id, slug, owner, people } = await orgOf(3);
    for (const user of people) await work(user, '2026-11-22', 10);
    for (const user of people.slice(0, 2)) await work(user, '2026-11-23', 10);
    await compute(id);
    const { body } = await stats(slug, owner);
    expect([body.data.total_seconds, body.data.suppressed]).toEqual([1_800, true]);
    const one = await stats(slug, owner, '2026-11-23');
    expect([one.body.data.total_seconds, one.body.data.suppressed]).toEqual([0, true]);
  });

  it('name projects of enough people alone, and add up', async () => {
    const { id, slug, owner, people } = await orgOf(6);
    for (const [n, user] of people.entries()) await work(user, '2026-11-23', 10, { project: n < 3 ? 'shared' : `secret ${n}` });
    await compute(id);
    const { body, text } = await stats(slug, owner);
    expect([named(body.data.projects), body.data.hidden_seconds.projects, body.data.total_seconds]).toEqual([
      { shared: 1_800 },
      1_800,
      3_600,
    ]);
    expect(text).not.toContain('secret');
  });

  it('count nobody from the moment that they share nothing, also of the past', async () => {
    const { id, slug, owner, people } = await orgOf(4);
    for (const user of people) await work(user, '2026-11-23', 10);
    await compute(id);
    expect((await stats(slug, owner)).body.data.total_seconds).toBe(2_400);
    await share(id, people[0] ?? owner, 0);
    const meanwhile = await stats(slug, owner);
    expect([meanwhile.body.data.total_seconds, meanwhile.body.data.is_up_to_date, meanwhile.body.data.percent_calculated]).toEqual([
      0,
      false,
      0,
    ]);
    await compute(id);
    expect((await stats(slug, owner)).body.data.total_seconds).toBe(1_800);
  });

  it('keep the past of who left, and none of an account that is gone', async () => {
    const { id, slug, owner, people } = await orgOf(4);
    for (const user of people) for (const day of DAYS) await work(user, day, 10);
    await db.query(`UPDATE org_members SET left_at = '2026-11-22T12:00:00Z' WHERE org_id = $1 AND user_id = $2`, [id, people[0]?.userId]);
    await compute(id);
    const days = async () =>
      (await app.get(`organizations/${slug}/activity?range=last_7_days`, owner)).body.data.days
        .slice(-3)
        .map((day: { total_seconds: number }) => day.total_seconds);
    expect(await days()).toEqual([2_400, 1_800, 1_800]);
    await app.commands.execute(new DeleteUser(OPERATOR, people[0]?.userId ?? 0));
    await compute(id);
    expect(await days()).toEqual([1_800, 1_800, 1_800]);
  });

  it('of teams are those of the team, and a lead sees the own ones alone', async () => {
    const { id, slug, owner, people } = await orgOf(7);
    for (const user of people) await work(user, '2026-11-23', 10);
    const lead = people[0] ?? owner;
    const mine = await team(id, people.slice(0, 4), lead);
    const other = await team(id, people.slice(4));
    await compute(id);
    expect((await stats(slug, owner, 'last_7_days', `?team=${mine}`)).body.data.total_seconds).toBe(2_400);
    expect((await stats(slug, owner)).body.data.teams).toEqual([
      expect.objectContaining({ name: mine, total_seconds: 2_400 }),
      expect.objectContaining({ name: other, total_seconds: 1_800 }),
    ]);
    expect((await stats(slug, lead)).body.data).toMatchObject({ total_seconds: 2_400, team: { name: mine } });
    const refused = await stats(slug, lead, 'last_7_days', `?team=${other}`);
    expect([refused.status, refused.body.error]).toEqual([403, expect.stringContaining('reports:aggregate')]);
    expect((await stats(slug, owner, 'last_7_days', '?team=nobody')).status).toBe(404);
  });

  it('of a team do not change with who is in it: else a change would tell one person’s time', async () => {
    const { id, slug, owner, people } = await orgOf(9);
    for (const user of people) for (const day of ['2026-11-22', '2026-11-23']) await work(user, day, 10);
    const name = await team(id, people.slice(0, 5));
    const ofTeam = async (range = 'last_7_days') => (await stats(slug, owner, range, `?team=${name}`)).body.data.total_seconds;
    await compute(id);
    expect(await ofTeam()).toBe(2 * 3_000);
    await db.query('DELETE FROM org_team_members WHERE org_id = $1 AND user_id = $2', [id, people[0]?.userId]);
    await db.query('INSERT INTO org_team_members (org_id, team_id, user_id) SELECT org_id, id, $2 FROM org_teams WHERE org_id = $1', [
      id,
      people[7]?.userId,
    ]);
    await compute(id);
    expect(await ofTeam()).toBe(2 * 3_000);
    for (const user of people.slice(1)) await work(user, '2026-11-25', 10);
    app.clock.at = NOON + 2 * DAY * 1000;
    await compute(id);
    expect([await ofTeam('2026-11-22'), await ofTeam('2026-11-25')]).toEqual([3_000, 3_000]);
    app.clock.at = NOON;
  });

  it('leave a team out where everybody else would be too few', async () => {
    const { id, slug, owner, people } = await orgOf(5);
    for (const user of people) await work(user, '2026-11-23', 10);
    const most = await team(id, people.slice(0, 3));
    await compute(id);
    expect((await stats(slug, owner)).body.data.total_seconds).toBe(3_000);
    expect((await stats(slug, owner, 'last_7_days', `?team=${most}`)).body.data).toMatchObject({ total_seconds: 0, suppressed: true });
  });

  it('are of days in one zone where the organization says so', async () => {
    const { id, slug, owner, people } = await orgOf(3);
    for (const user of people) await work(user, '2026-11-22', 10);
    await db.query(`UPDATE organizations SET timezone = 'Pacific/Kiritimati' WHERE id = $1`, [id]);
    await compute(id);
    const { body } = await stats(slug, owner, '2026-11-22');
    expect([body.data.timezone, body.data.total_seconds]).toEqual(['Pacific/Kiritimati', 1_800]);
    await db.query(`UPDATE organizations SET timezone = 'America/New_York' WHERE id = $1`, [id]);
    expect((await stats(slug, owner, '2026-11-22')).body.data.percent_calculated).toBe(0);
  });

  it('refuse other zones: two cuts of the same days would tell of hours', async () => {
    const { slug, owner } = await orgOf(0);
    const answer = await stats(slug, owner, 'last_7_days', '?timezone=Asia/Tokyo');
    expect([answer.status, answer.body.error]).toEqual([400, expect.stringContaining('timezone')]);
  });

  it('come as CSV too, safe against formulas', async () => {
    const { id, slug, owner, people } = await orgOf(3);
    for (const user of people) await work(user, '2026-11-23', 10, { project: '=1+1' });
    await compute(id);
    const answer = await app.call('GET', `/api/v1/organizations/${slug}/stats/last_7_days?format=csv&group_by=project`, owner);
    expect([answer.headers['content-type'], answer.text]).toEqual([
      expect.stringContaining('text/csv'),
      "project,seconds\r\n'=1+1,1800\r\ntotal,1800\r\n",
    ]);
  });

  it('are computed by a sweep, at once after a change', async () => {
    const { id } = await orgOf(3);
    await app.commands.execute(new SweepOrgSums(SERVER));
    await app.commands.execute(new SweepOrgSums(SERVER));
    const { rows } = await db.query(`SELECT state FROM jobs WHERE name = 'compute-org-sums' AND (payload ->> 'orgId')::int = $1`, [id]);
    expect(rows).toHaveLength(1);
  });

  it('tell nothing where nobody shares', async () => {
    const { id, slug, owner } = await orgOf(4, 0);
    await compute(id);
    expect((await stats(slug, owner)).body.data).toMatchObject({ total_seconds: 0, suppressed: false, is_up_to_date: false });
  });

  it.each(['stats/last_8_days', 'summaries?range=tomorrow', 'activity?range=2026-13', 'summaries?range=all_time'])(
    'refuse %s',
    async (path) => {
      const { slug, owner } = await orgOf(0);
      expect((await app.get(`organizations/${slug}/${path}`, owner)).status).toBe(400);
    },
  );

  it('are of the year within one statement', async () => {
    const { id, slug, owner, people } = await orgOf(3);
    for (const user of people)
      for (let n = 1; n <= 400; n += 40)
        await app.send(
          user,
          [0, 60].map((s) => ({ time: NOON / 1000 - n * DAY + s, project: 'old' })),
        );
    await compute(id);
    expect((await stats(slug, owner, 'last_year')).body.data.total_seconds).toBe(3 * 60 * 10);
    expect((await stats(slug, owner, 'all_time')).body.data.total_seconds).toBe(3 * 60 * 10);
  });
});
