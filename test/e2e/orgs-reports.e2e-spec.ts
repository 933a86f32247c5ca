import { SERVER } from '@app/core';
import { ComputeOrgSums } from '@app/orgs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Connection, connect } from '../support/database.js';
import { type Answer, startApp, type TestApp, type TestUser } from '../support/start-app.js';

/** A Tuesday. The day before is told once it is over everywhere. */
const NOW = Date.parse('2026-11-24T13:00:00Z');
const DAY = '2026-11-23';
const BY = ['team', 'project', 'language', 'editor', 'category', 'ai_agent', 'member'];

describe('reports of organizations', () => {
  let app: TestApp;
  let db: Connection;
  let made = 0;
  let slug: string;
  let orgId: number;
  let owner: TestUser;
  /** Shares totals, is in Engines. */
  let ada: TestUser;
  /** Shares everything, is in Sails. */
  let bob: TestUser;
  /** Shares sums alone. */
  let eve: TestUser;
  /** Leads Engines, shares nothing. */
  let lead: TestUser;
  let teams: { id: number; public_id: string }[];

  beforeAll(async () => {
    app = await startApp();
    app.clock.at = NOW;
    db = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });

  beforeEach(async () => {
    [owner, ada, bob, eve, lead] = [
      await app.newUser(),
      await app.newUser(),
      await app.newUser(),
      await app.newUser(),
      await app.newUser(),
    ];
    slug = `reports-${++made}`;
    await app.call('POST', '/api/v1/organizations', owner, { name: slug, slug });
    orgId = (await db.query('UPDATE organizations SET min_group = 3 WHERE slug = $1 RETURNING id', [slug])).rows[0].id;
    teams = (
      await db.query(
        `INSERT INTO org_teams (org_id, public_id, name) VALUES ($1, gen_random_uuid(), 'Engines'), ($1, gen_random_uuid(), 'Sails') RETURNING id, public_id`,
        [orgId],
      )
    ).rows;
    for (const [user, level, minutes, team] of [
      [ada, 2, 60, 0],
      [bob, 4, 90, 1],
      [eve, 1, 30, null],
      [lead, 0, 20, 0],
    ] as const) {
      await db.query(`INSERT INTO org_members (org_id, user_id, role, source) VALUES ($1, $2, 'member', 'link')`, [orgId, user.userId]);
      await share(user, level);
      if (team !== null)
        await db.query('INSERT INTO org_team_members (org_id, team_id, user_id, is_lead) VALUES ($1, $2, $3, $4)', [
          orgId,
          teams[team]?.id,
          user.userId,
          user === lead,
        ]);
      await work(user, minutes);
    }
  });

  const share = (user: TestUser, level: number) =>
    db.query(
      `INSERT INTO org_shares (org_id, user_id, version, level, spans)
       SELECT $1, $2, coalesce(max(version), 0) + 1, $3::smallint, jsonb_build_array(jsonb_build_array(NULL, $3::smallint))
         FROM org_shares WHERE org_id = $1 AND user_id = $2`,
      [orgId, user.userId, level],
    );
  /** So many minutes on the day, from eight. */
  const work = (user: TestUser, minutes: number, more: object = {}) =>
    app.send(
      user,
      Array.from({ length: minutes + 1 }, (_, n) => ({
        time: Date.parse(`${DAY}T08:00:00Z`) / 1000 + n * 60,
        project: 'engine',
        language: 'Go',
        ...more,
      })),
    );
  const get = (path: string, user = owner): Promise<Answer> => app.get(`organizations/${slug}/${path}`, user);
  const exports = async (): Promise<{ actor: { kind: string }; details: { report: string; parameters: object; by_name: boolean } }[]> =>
    (await get('audit-log?action=report.exported')).body.data;
  const accessLog = async (user: TestUser): Promise<{ what: string; viewer: unknown }[]> =>
    (await app.get(`users/current/orgs/${slug}/access-log`, user)).body.data;
  const keyOf = async (permissions: string[]): Promise<TestUser> => {
    const { body } = await app.call('POST', `/api/v1/organizations/${slug}/keys`, owner, { name: 'hall', permissions });
    return { userId: 0, publicId: body.data.id, key: body.data.key };
  };
  const nameOf = async ({ userId }: TestUser): Promise<string> =>
    (await db.query('SELECT username FROM users WHERE id = $1', [userId])).rows[0].username;

  describe('statistics in groups', () => {
    it('of members are those who share by name, with the whole of them', async () => {
      const { status, body } = await get('stats/last_7_days?group_by=member');
      expect(status).toBe(200);
      expect(body.data.groups.map(({ id, total_seconds, percent }: Record<string, unknown>) => [id, total_seconds, percent])).toEqual([
        [bob.publicId, 5_400, 60],
        [ada.publicId, 3_600, 40],
      ]);
      expect(body.data).toMatchObject({
        group_by: 'member',
        range: 'last_7_days',
        start_date: '2026-11-17',
        end_date: DAY,
        timezone: null,
        team: null,
        min_group: 3,
        suppressed: false,
        computed_at: '2026-11-24T13:00:00Z',
        is_up_to_date: true,
        percent_calculated: 100,
        total_seconds: 9_000,
        text: '2 hrs 30 mins',
        hidden_seconds: null,
      });
      expect([body.total, body.page, body.per_page, body.total_pages]).toEqual([2, 1, 1_000, 1]);
      expect(body.data.groups[0]).toEqual({
        id: bob.publicId,
        name: expect.any(String),
        username: await nameOf(bob),
        total_seconds: 5_400,
        text: '1 hr 30 mins',
        percent: 60,
      });
    });

    it('of members are in the access log of those on the page alone', async () => {
      const page = await get('stats/last_7_days?group_by=member&per_page=1&page=2');
      expect(page.body.data.groups.map(({ id }: { id: string }) => id)).toEqual([ada.publicId]);
      expect([page.body.total, page.body.data.total_seconds]).toEqual([2, 9_000]);
      expect(await accessLog(ada)).toEqual([expect.objectContaining({ what: 'stats' })]);
      expect([await accessLog(bob), await accessLog(eve)]).toEqual([[], []]);
    });

    it('of members are not answered where the row of the access log is not stored', async () => {
      await db.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full'; END $$`);
      await db.query('CREATE TRIGGER refuse BEFORE INSERT ON org_views FOR EACH STATEMENT EXECUTE FUNCTION refuse()');
      const { status, text } = await get('stats/last_7_days?group_by=member');
      await db.query('DROP FUNCTION refuse CASCADE');
      expect(status).toBe(500);
      expect(text).not.toContain(ada.publicId);
    });

    it('of members show a lead the own team, and refuse another', async () => {
      const own = await get('stats/last_7_days?group_by=member', lead);
      expect(own.body.data.groups.map(({ id }: { id: string }) => id)).toEqual([ada.publicId]);
      const named = await get(`stats/last_7_days?group_by=member&team=${teams[0]?.public_id}`, lead);
      expect(named.body.data).toMatchObject({ total_seconds: 3_600, team: { id: teams[0]?.public_id, name: 'Engines' } });
      expect((await get('stats/last_7_days?group_by=member&team=Sails', lead)).status).toBe(403);
      expect((await get('stats/last_7_days?group_by=member&team=nobody')).status).toBe(404);
    });

    it('of members need reports:people', async () => {
      await db.query(`UPDATE org_members SET role = 'viewer' WHERE org_id = $1 AND user_id = $2`, [orgId, eve.userId]);
      expect((await get('stats/last_7_days?group_by=project', eve)).status).toBe(200);
      const refused = await get('stats/last_7_days?group_by=member', eve);
      expect([refused.status, refused.body.error]).toEqual([403, expect.stringContaining('"reports:people"')]);
      const key = await get('stats/last_7_days?group_by=member', await keyOf(['reports:aggregate']));
      expect([key.status, key.body.error]).toEqual([403, expect.stringContaining('reports:people')]);
      expect(await accessLog(ada)).toEqual([]);
    });

    it('of members count as far as each shares: the organization’s projects alone, once they are named', async () => {
      await db.query(`INSERT INTO org_projects (org_id, public_id, kind, pattern) VALUES ($1, gen_random_uuid(), 'exact', 'nothing')`, [
        orgId,
      ]);
      const { body } = await get('stats/last_7_days?group_by=member');
      expect(body.data.groups.map(({ id, total_seconds }: Record<string, unknown>) => [id, total_seconds])).toEqual([
        [bob.publicId, 5_400],
        [ada.publicId, 0],
      ]);
    });

    it('of names have one list, and what is hidden', async () => {
      await app.commands.execute(new ComputeOrgSums(SERVER, orgId));
      for (const [by, name] of [
        ['project', 'engine'],
        ['language', 'Go'],
        ['category', 'Coding'],
        ['ai_agent', 'Without an AI agent'],
      ] as const) {
        const { body } = await get(`stats/last_7_days?group_by=${by}`);
        expect(body.data).toMatchObject({
          group_by: by,
          total_seconds: 10_800,
          min_group: 3,
          // Days on which nobody worked look like those of too few.
          suppressed: true,
          hidden_seconds: 0,
          groups: [{ id: null, name, total_seconds: 10_800, text: '3 hrs', percent: 100 }],
        });
        expect(body.data).not.toHaveProperty('projects');
      }
      const all = await get('stats/last_7_days');
      expect([all.body.data.group_by, all.body.data.projects, all.body.data.groups]).toEqual([
        'project',
        [expect.objectContaining({ name: 'engine' })],
        [expect.objectContaining({ name: 'engine' })],
      ]);
    });

    it('of teams have their ids', async () => {
      const people = [ada, bob, eve];
      for (const user of people)
        await db.query('INSERT INTO org_team_spells (org_id, team_id, user_id, from_day) VALUES ($1, $2, $3, 0)', [
          orgId,
          teams[0]?.id,
          user.userId,
        ]);
      await db.query('DELETE FROM org_team_members WHERE org_id = $1', [orgId]);
      for (const user of people)
        await db.query('INSERT INTO org_team_members (org_id, team_id, user_id) VALUES ($1, $2, $3)', [orgId, teams[0]?.id, user.userId]);
      await app.commands.execute(new ComputeOrgSums(SERVER, orgId));
      const { body } = await get('stats/last_7_days?group_by=team');
      expect(body.data.groups).toEqual([{ id: teams[0]?.public_id, name: 'Engines', total_seconds: 10_800, text: '3 hrs', percent: 100 }]);
      const csv = await get('stats/last_7_days?group_by=team&format=csv');
      expect(csv.text).toBe(`team,id,seconds\r\nEngines,${teams[0]?.public_id},10800\r\ntotal,,10800\r\n`);
    });

    it.each([
      ['stats/last_7_days?group_by=branch', 'group_by', BY.join(', ')],
      ['stats/last_2_days?group_by=member', 'range', 'last_7_days'],
      ['stats/all_time?group_by=member', 'range', '366'],
      ['stats/last_7_days?group_by=member&per_page=1001', 'per_page', '1000'],
      ['stats/last_7_days?group_by=member&timezone=Asia/Tokyo', 'timezone', 'Leave it out'],
      ['activity?format=xml', 'format', 'json, csv'],
      ['leaders?format=xml', 'format', 'json, csv'],
    ])('refuse %s', async (path, field, says) => {
      const { status, body } = await get(path);
      expect([status, body.errors[field].join(' ')]).toEqual([400, expect.stringContaining(says)]);
    });
  });

  describe('as files of CSV', () => {
    const DAYS = `start=${DAY}&end=${DAY}`;
    const range = 'last_7_days';
    beforeEach(() => app.commands.execute(new ComputeOrgSums(SERVER, orgId)));

    it.each([
      ['stats/last_7_days', 'stats', 'project,seconds\r\nengine,10800\r\ntotal,10800\r\n', { range }, false],
      [
        'stats/last_7_days?group_by=language',
        'stats',
        'language,seconds\r\nGo,10800\r\ntotal,10800\r\n',
        { range, group_by: 'language' },
        false,
      ],
      [
        'summaries?range=last_7_days',
        'summaries',
        `date,project,seconds\r\n2026-11-17,,0\r\n2026-11-18,,0\r\n2026-11-19,,0\r\n2026-11-20,,0\r\n2026-11-21,,0\r\n2026-11-22,,0\r\n${DAY},engine,10800\r\n${DAY},,10800\r\n`,
        { range },
        false,
      ],
      [`activity?range=${DAY}`, 'activity', `date,seconds\r\n${DAY},10800\r\n`, { range: DAY }, false],
      ['activity?range=2026-11-22', 'activity', 'date,seconds\r\n2026-11-22,\r\n', { range: '2026-11-22' }, false],
      ['projects', 'projects', 'project,seconds\r\nengine,10800\r\ntotal,10800\r\n', {}, false],
      ['languages', 'languages', 'language,seconds\r\nGo,10800\r\ntotal,10800\r\n', {}, false],
      ['ai', 'ai', 'ai_agent,seconds\r\nWithout an AI agent,10800\r\ntotal,10800\r\n', {}, false],
      [
        `leaders?${DAYS}&per_page=1&page=1`,
        'leaders',
        `rank,username,name,timezone,start_date,end_date,active_days,seconds\r\n1,BOB,BOB,UTC,${DAY},${DAY},1,5400\r\n`,
        { start: DAY, end: DAY, page: '1', per_page: '1' },
        true,
      ],
      [
        `timesheet?${DAYS}&team=Engines&team=Sails&by=project`,
        'timesheet',
        `username,name,timezone,project,${DAY},total\r\nBOB,BOB,UTC,engine,1:30:00,1:30:00\r\n`,
        { start: DAY, end: DAY, team: 'Sails', by: 'project' },
        true,
      ],
      [
        'stats/last_7_days?group_by=member&team=Sails',
        'stats',
        'username,name,id,seconds\r\nBOB,BOB,ID,5400\r\ntotal,,,5400\r\n',
        { range, team: 'Sails', group_by: 'member' },
        true,
      ],
    ])('%s tells the same, and is a row of the audit log', async (path, report, text, parameters, byName) => {
      const joined = `${path}${path.includes('?') ? '&' : '?'}`;
      expect((await get(path)).headers['content-type']).toContain('application/json');
      expect(await exports()).toEqual([]);
      const csv = await get(`${joined}format=csv`);
      const bobs = await nameOf(bob);
      expect([csv.status, csv.text]).toEqual([200, text.replaceAll('BOB', bobs).replace('ID', bob.publicId)]);
      expect(csv.headers['content-disposition']).toMatch(/^attachment; filename="[\w-]+\.csv"$/);
      // A secret in the address is in no row.
      const accepted = await app.call('GET', `/api/v1/organizations/${slug}/${joined}api_key=${owner.key}`, undefined, undefined, {
        accept: 'text/csv',
      });
      expect(accepted.text).toBe(csv.text);
      const rows = await exports();
      expect(rows.map(({ details }) => details)).toEqual([
        { report, parameters, by_name: byName },
        { report, parameters, by_name: byName },
      ]);
      expect(JSON.stringify(rows)).not.toContain(owner.key);
    });

    it('are no formulas to a spreadsheet', async () => {
      await db.query(`UPDATE users SET display_name = '=1+1' WHERE id = $1`, [bob.userId]);
      for (const path of [`leaders?${DAYS}&`, `timesheet?${DAYS}&`, 'stats/last_7_days?group_by=member&'])
        expect((await get(`${path}format=csv`)).text).toContain(",'=1+1,");
    });

    it('are not sent where the audit log takes no row', async () => {
      await db.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full'; END $$`);
      await db.query('CREATE TRIGGER refuse BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION refuse()');
      const { status, text, headers, body } = await get(`leaders?${DAYS}&format=csv`);
      await db.query('DROP FUNCTION refuse CASCADE');
      expect([status, text.includes('rank'), headers['content-disposition']]).toEqual([500, false, undefined]);
      expect([headers['content-type'], typeof body.error]).toEqual([expect.stringContaining('application/json'), 'string']);
    });

    it('leave no row where nothing is told', async () => {
      expect((await get('leaders?range=never&format=csv')).status).toBe(400);
      expect((await get(`leaders?${DAYS}&format=csv`, eve)).status).toBe(403);
      expect(await exports()).toEqual([]);
    });
  });

  describe('that a service key looks at', () => {
    it('by name are in the access log of those whom they name, and its files in the audit log', async () => {
      const key = await keyOf(['reports:people', 'reports:aggregate']);
      const days = `start=${DAY}&end=${DAY}`;
      for (const path of [
        `leaders?${days}`,
        `timesheet?${days}&format=csv`,
        'stats/last_7_days?group_by=member',
        `members/${ada.publicId}/summaries?${days}`,
      ])
        expect((await get(path, key)).status).toBe(200);
      const seen = await accessLog(ada);
      expect(seen.map(({ what }) => what).toSorted()).toEqual(['leaders', 'stats', 'summaries', 'timesheet']);
      for (const { viewer } of seen) expect(viewer).toEqual({ kind: 'key', id: null, username: null, display_name: 'hall' });
      expect(await accessLog(eve)).toEqual([]);
      expect(await exports()).toEqual([
        expect.objectContaining({
          actor: { kind: 'org-key', id: key.publicId, name: 'hall' },
          details: { report: 'timesheet', parameters: { start: DAY, end: DAY }, by_name: true },
        }),
      ]);
    });
  });
});
