import { LEVELS } from '@app/orgs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Connection, connect } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const DAY = '2026-01-14';
const NOON = Date.UTC(2026, 0, 14, 12) / 1000;
const SECRET = 'job-hunt';
const OURS = 'acme-api';

/** Two minutes on the organization's project, one on another, one without any. */
const OF_ORG = 120;
const OF_ALL = 240;

const WHO = ['owner', 'admin', 'lead', 'lead of another team', 'member', 'viewer', 'billing', 'left', 'other owner', 'self'] as const;
type Who = (typeof WHO)[number];
const BY_ROLE: ReadonlySet<Who> = new Set<Who>(['owner', 'admin']);

describe('time of members by name', () => {
  let app: TestApp;
  let db: Connection;
  let orgId: number;
  let teams: { id: number; public_id: string }[];
  let ada: TestUser;
  const users = new Map<Who, TestUser>();

  beforeAll(async () => {
    app = await startApp();
    db = await connect(app.databaseUrl);
    app.clock.at = (NOON + 6 * 3600) * 1000;
    for (const who of WHO) users.set(who, await app.newUser());
    ada = userOf('self');
    await app.call('POST', '/api/v1/organizations', userOf('owner'), { name: 'Acme', slug: 'acme' });
    await app.call('POST', '/api/v1/organizations', userOf('other owner'), { name: 'Other', slug: 'other' });
    orgId = (await db.query(`SELECT id FROM organizations WHERE slug = 'acme'`)).rows[0].id;
    const other = (await db.query(`SELECT id FROM organizations WHERE slug = 'other'`)).rows[0].id;
    const joined: [Who, number, string][] = [
      ['admin', orgId, 'admin'],
      ['lead', orgId, 'member'],
      ['lead of another team', orgId, 'member'],
      ['member', orgId, 'member'],
      ['viewer', orgId, 'viewer'],
      ['billing', orgId, 'billing'],
      ['left', orgId, 'owner'],
      ['self', orgId, 'member'],
      ['self', other, 'member'],
    ];
    for (const [who, id, role] of joined)
      await db.query(
        `INSERT INTO org_members (org_id, user_id, role, source, left_at) VALUES ($1, $2, $3, 'link', CASE WHEN $4::bool THEN now() END)`,
        [id, userOf(who).userId, role, who === 'left'],
      );
    teams = (
      await db.query(
        `INSERT INTO org_teams (org_id, public_id, name) VALUES ($1, gen_random_uuid(), 'Engines'), ($1, gen_random_uuid(), 'Sails') RETURNING id, public_id`,
        [orgId],
      )
    ).rows;
    for (const [team, who, isLead] of [
      [0, 'lead', true],
      [0, 'self', false],
      [1, 'lead of another team', true],
    ] as const)
      await db.query('INSERT INTO org_team_members (org_id, team_id, user_id, is_lead) VALUES ($1, $2, $3, $4)', [
        orgId,
        teams[team]?.id,
        userOf(who).userId,
        isLead,
      ]);
    await app.send(
      ada,
      [OURS, OURS, SECRET, '', SECRET].map((project, n) => ({ project, time: NOON + n * 60, language: n < 2 ? 'Go' : 'Rust' })),
    );
    // What is public elsewhere decides nothing here.
    await db.query('UPDATE users SET is_profile_private = true, logged_time_public = false, projects_public = true WHERE id = $1', [
      ada.userId,
    ]);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });

  const userOf = (who: Who): TestUser => users.get(who) ?? { userId: 0, publicId: '', key: '' };
  const share = async (body: object, slug = 'acme') => {
    const answer = await app.call('PUT', `/api/v1/users/current/orgs/${slug}/sharing`, ada, { include_past: true, ...body });
    expect(answer.status).toBe(200);
  };
  const patterns = async (...list: [string, string][]) => {
    await db.query('DELETE FROM org_projects WHERE org_id = $1', [orgId]);
    for (const [kind, pattern] of list)
      expect((await app.call('POST', '/api/v1/organizations/acme/project-patterns', userOf('owner'), { kind, pattern })).status).toBe(201);
  };
  const days = `start=${DAY}&end=${DAY}`;
  const summariesOf = (who: Who, query = days) =>
    app.get(`organizations/acme/members/${who === 'self' ? 'current' : ada.publicId}/summaries?${query}`, userOf(who));
  const leadersOf = (who: Who, query = days) => app.get(`organizations/acme/leaders?${query}`, userOf(who));
  const sheetOf = (who: Who, query: string) => app.get(`organizations/acme/timesheet?${days}&${query}`, userOf(who));
  const names = (items: { name: string }[]): string[] => items.map(({ name }) => name).toSorted((a, b) => (a < b ? -1 : 1));

  describe.each([false, true])('where projects are named: %s', (hasProjects) => {
    describe.each(LEVELS)('at %s', (level) => {
      const place = LEVELS.indexOf(level);
      const isByName = place >= LEVELS.indexOf('totals');
      const all = level === 'everything';
      const total = hasProjects && !all ? OF_ORG : OF_ALL;
      const projects = all ? ['Unknown Project', OURS, SECRET] : level === 'org_projects' && hasProjects ? [OURS] : [];

      beforeAll(async () => {
        await patterns(...(hasProjects ? ([['prefix', 'acme-']] as [string, string][]) : []));
        await share({ level });
        await share({ level: 'none' }, 'other');
      });

      it.each(WHO)('%s sees what the ladder says', async (who) => {
        const { status, body, text } = await summariesOf(who);
        const seen = isByName && (BY_ROLE.has(who) || who === 'lead');
        const inReports = ['owner', 'admin', 'lead', 'lead of another team'].includes(who);
        if (who === 'self') {
          expect([status, body.data[0].grand_total.total_seconds]).toEqual([200, OF_ALL]);
          return;
        }
        const refused = who === 'left' || who === 'other owner' ? 404 : inReports ? 404 : 403;
        expect(status).toBe(seen ? 200 : refused);
        for (const path of ['leaders', 'timesheet'])
          expect((await app.get(`organizations/acme/${path}?${days}`, userOf(who))).status).toBe(
            who === 'left' || who === 'other owner' ? 404 : inReports ? 200 : 403,
          );
        if (!seen) {
          expect(text.includes(SECRET)).toBe(false);
          if (!inReports) return;
          expect((await leadersOf(who)).body).toMatchObject({ data: [], total: 0 });
          expect((await sheetOf(who, 'by=project')).body.data.rows).toEqual([]);
          return;
        }
        const [day] = body.data;
        expect([day.grand_total.total_seconds, body.sharing, names(day.projects)]).toEqual([total, [level], projects]);
        expect(names(day.languages)).toEqual(projects.length === 0 ? [] : all ? ['Go', 'Rust'] : ['Go']);
        expect([day.editors.length, day.machines.length, day.categories.length].map((n) => n > 0)).toEqual([all, all, all]);
        expect(body.cumulative_total.seconds).toBe(total);
        const leaders = await leadersOf(who);
        expect(leaders.body.data).toEqual([
          expect.objectContaining({ rank: 1, total: expect.objectContaining({ total_seconds: total, active_days: 1 }) }),
        ]);
        const sheet = await sheetOf(who, 'by=project');
        expect(sheet.body.data.total_seconds).toBe(total);
        expect(sheet.body.data.rows.map(({ project }: { project: string | null }) => project)).toHaveLength(projects.length || 1);
        const csv = await sheetOf(who, 'by=project&format=csv');
        expect(csv.headers['content-type']).toContain('text/csv');
        for (const answer of [text, leaders.text, sheet.text, csv.text])
          expect(answer.includes(SECRET)).toBe(all && answer !== leaders.text);
      });

      it('is what the member sees of it', async () => {
        const { body } = await app.get(`users/current/orgs/acme/sharing?${days}`, ada);
        const { seen } = body.data;
        const owner = await summariesOf('owner');
        const lead = await summariesOf('lead');
        expect(seen.by_owner).toEqual(isByName ? owner.body : null);
        expect(seen.by_lead).toEqual(isByName ? lead.body : null);
        expect(seen.in_sums?.[0].total_seconds ?? 0).toBe(place === 0 ? 0 : total);
      });

      it('is nothing in another organization', async () => {
        const answer = await app.get(`organizations/other/members/${ada.publicId}/summaries?${days}`, userOf('other owner'));
        expect(answer.status).toBe(404);
      });
    });
  });

  it('is at everything what one’s own summaries are', async () => {
    await patterns(['exact', OURS]);
    await share({ level: 'everything' });
    const own = await app.get(`users/current/summaries?${days}`, ada);
    const seen = await summariesOf('owner');
    const { data, cumulative_total, daily_average, start, end } = seen.body;
    expect({ data, cumulative_total, daily_average, start, end }).toEqual(own.body);
  });

  it('is named to leads of one team alone where the member says so', async () => {
    await share({ level: 'totals', team: teams[0]?.public_id });
    const statuses = async () => Promise.all((['owner', 'admin', 'lead', 'lead of another team'] as const).map((who) => summariesOf(who)));
    expect((await statuses()).map(({ status }) => status)).toEqual([404, 404, 200, 404]);
    expect((await leadersOf('owner')).body.data).toEqual([]);
    await share({ level: 'totals', team: teams[1]?.public_id });
    expect((await statuses()).map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });

  it('is of one team where it is asked for, and refuses what is none', async () => {
    await share({ level: 'totals' });
    for (const [team, count] of [
      ['engines', 1],
      [teams[1]?.public_id, 0],
    ] as const)
      expect((await leadersOf('owner', `${days}&team=${team}`)).body.total).toBe(count);
    for (const query of [`${days}&team=nobody`, 'start=2025-01-01&end=2026-01-14', 'range=all_time', 'timezone=Mars', 'start=x&end=y'])
      expect((await leadersOf('owner', query)).status).toBe(400);
    expect((await sheetOf('owner', 'by=branch')).status).toBe(400);
    expect((await app.get('organizations/acme/timesheet?range=last_6_months', userOf('owner'))).body.errors.range[0]).toContain(
      'at most 92',
    );
  });

  it('is cut in each member’s own days, or in one zone, and says which', async () => {
    const far = await app.newUser({ zone: 'Pacific/Auckland' });
    await db.query(`INSERT INTO org_members (org_id, user_id, role, source) VALUES ($1, $2, 'member', 'link')`, [orgId, far.userId]);
    // 12:00 UTC is the 15th in Auckland.
    await app.send(
      far,
      [0, 60].map((s) => ({ project: OURS, time: NOON + s })),
    );
    await app.call('PUT', '/api/v1/users/current/orgs/acme/sharing', far, { level: 'totals', include_past: true });
    const of = async (query: string) => {
      const { body } = await app.get(`organizations/acme/timesheet?start=2026-01-14&end=2026-01-15&${query}`, userOf('owner'));
      const row = body.data.rows.find(({ user }: { user: { id: string } }) => user.id === far.publicId);
      return [body.data.timezone, row.timezone, row.seconds];
    };
    expect(await of('')).toEqual([null, 'Pacific/Auckland', [0, 60]]);
    // Cuts of the same days an hour apart would tell of single hours.
    for (const path of ['timesheet', 'leaders', `members/${far.publicId}/summaries`]) {
      const answer = await app.get(`organizations/acme/${path}?start=2026-01-14&end=2026-01-15&timezone=UTC`, userOf('owner'));
      expect([path, answer.status, Object.keys(answer.body.errors ?? {})]).toEqual([path, 400, ['timezone']]);
    }
    await app.call('PATCH', '/api/v1/organizations/acme/policies', userOf('owner'), { timezone: 'UTC' });
    expect(await of('timezone=UTC')).toEqual(['UTC', 'UTC', [60, 0]]);
    // Shared from the 15th there: hours of the 14th there are in the 14th of UTC, too.
    await app.call('PUT', '/api/v1/users/current/orgs/acme/sharing', far, { level: 'none' });
    await app.call('PUT', '/api/v1/users/current/orgs/acme/sharing', far, { level: 'totals' });
    expect(await of('')).toEqual([null, 'Pacific/Auckland', [null, 60]]);
    expect(await of('timezone=UTC')).toEqual(['UTC', 'UTC', [null, null]]);
  });
});

describe('routes of an organization’s projects', () => {
  let app: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    app = await startApp();
    owner = await app.newUser();
    await app.call('POST', '/api/v1/organizations', owner, { name: 'Acme', slug: 'acme' });
  });
  afterAll(() => app.close());

  const add = (body: object, path = '') => app.call('POST', `/api/v1/organizations/acme/project-patterns${path}`, owner, body);

  it('add, list and delete patterns', async () => {
    const { status, body } = await add({ kind: 'repository', pattern: 'https://token@GitHub.com/Acme/App.git' });
    expect([status, body.data]).toEqual([201, expect.objectContaining({ kind: 'repository', pattern: 'github.com/acme/app' })]);
    expect((await add({ kind: 'repository', pattern: 'git@github.com:acme/app' })).status).toBe(409);
    expect((await app.get('organizations/acme/project-patterns', owner)).body.data).toEqual([body.data]);
    const remove = () => app.call('DELETE', `/api/v1/organizations/acme/project-patterns/${body.data.id}`, owner);
    expect([(await remove()).status, (await remove()).status]).toEqual([200, 404]);
  });

  it('preview tells of nobody', async () => {
    const body = { kind: 'prefix', pattern: 'acme-' };
    expect((await add(body, '/preview')).body.data).toEqual({ members_at_least: 0, step: 5 });
  });

  it.each([
    [{ kind: 'regex', pattern: 'a' }, 'kind'],
    [{ kind: 'glob', pattern: 'a' }, 'pattern'],
    [{ kind: 'exact', pattern: '' }, 'pattern'],
    [{ kind: 'exact', pattern: 'x'.repeat(501) }, 'pattern'],
    [{ kind: 'repository', pattern: 'app' }, 'pattern'],
    [{ kind: 'exact', pattern: 7 }, 'pattern'],
  ])('refuse %j', async (body, field) => {
    const answer = await add(body);
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([400, [field]]);
  });
});
