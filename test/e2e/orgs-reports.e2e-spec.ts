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
        `members/BOB/summaries?${DAYS}`,
        'member-summaries',
        `date,sharing,project,seconds\r\n${DAY},everything,engine,5400\r\n${DAY},everything,,5400\r\n`,
        { start: DAY, end: DAY, member: 'BOB' },
        true,
      ],
      [
        'stats/last_7_days?group_by=member&team=Sails',
        'stats',
        'username,name,id,seconds\r\nBOB,BOB,ID,5400\r\ntotal,,,5400\r\n',
        { range, team: 'Sails', group_by: 'member' },
        true,
      ],
    ])('%s tells the same, and is a row of the audit log', async (address, report, text, asked, byName) => {
      const bobs = await nameOf(bob);
      const path = address.replace('BOB', bobs);
      const parameters = 'member' in asked ? { ...asked, member: bobs } : asked;
      const joined = `${path}${path.includes('?') ? '&' : '?'}`;
      expect((await get(path)).headers['content-type']).toContain('application/json');
      expect(await exports()).toEqual([]);
      const csv = await get(`${joined}format=csv`);
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

  describe('durations of members', () => {
    const durationsOf = async (date: string, user = owner) =>
      (await app.get(`users/current/orgs/${slug}/dashboards/everyone/durations?date=${date}`, user)).body.data;
    const ownOf = async (user: TestUser, date: string) => {
      const { body } = await app.get(`users/current/durations?date=${date}&slice_by=project`, user);
      const data = body.data.map(({ project, time, duration }: Record<string, unknown>) => ({ project, time, duration, color: null }));
      return { durations: data, start: body.start, end: body.end, timezone: body.timezone };
    };
    const join = async (zone: string, level: number): Promise<TestUser> => {
      const user = await app.newUser({ zone });
      await db.query(`INSERT INTO org_members (org_id, user_id, role, source) VALUES ($1, $2, 'member', 'link')`, [orgId, user.userId]);
      await share(user, level);
      return user;
    };

    it('are what each one’s own are, by project, in the own days', async () => {
      const people = [bob, await join('Pacific/Auckland', 4), await join('America/Sao_Paulo', 4), await join('UTC', 4)];
      const midnight = Date.parse(`${DAY}T00:00:00Z`) / 1000;
      for (const [n, user] of people.entries()) {
        // Across midnights of each zone, with gaps, a change of project in between, and each one's own timeout.
        await app.call('PATCH', '/api/v1/users/current', user, { timeout: 5 + n });
        await app.send(
          user,
          Array.from({ length: 150 }, (_, i) => ({
            time: midnight - 7_200 + i * 600 + ((i * 37 * (n + 1)) % 500),
            project: ['engine', 'sail', ''][Math.floor(i / (4 + n)) % 3],
            entity: `/secret/${i}.ts`,
          })),
        );
      }
      const far = people[1] ?? owner;
      await app.call('PATCH', '/api/v1/users/current', far, { counts_external_durations: true });
      for (const [n, user] of people.entries())
        await app.call('POST', '/api/v1/users/current/external_durations', user, {
          external_id: `private-${n}`,
          entity: 'Secret meeting',
          type: 'event',
          start_time: midnight + 3_600 * 5 + 100,
          end_time: midnight + 3_600 * 5 + 900,
          project: 'meetings',
        });
      for (const date of ['2026-11-22', DAY]) {
        const answer = await app.get(`users/current/orgs/${slug}/dashboards/everyone/durations?date=${date}`, owner);
        expect(answer.text).not.toContain('ecret');
        expect(answer.text).not.toContain('private-');
        for (const user of people) {
          const own = await ownOf(user, date);
          const counts = user === far;
          const { member, ...told } = answer.body.data.find((day: { member: { id: string } }) => day.member.id === user.publicId);
          // What does not count in totals is one's own alone.
          expect(told).toEqual({
            ...own,
            durations: own.durations.filter(({ project }: { project: string }) => counts || project !== 'meetings'),
          });
          expect(member.is_view_only).toBe(false);
          if (date === DAY) expect(told.durations.length).toBeGreaterThan(10);
        }
      }
    });

    it('are empty of who shares less, and tell no zone of who shares nothing by name', async () => {
      const far = await join('Pacific/Auckland', 1);
      await share(ada, 3);
      const days = new Map<string, Record<string, unknown>>(
        (await durationsOf(DAY)).map((day: { member: { id: string; is_view_only: boolean } }) => [
          day.member.id,
          { ...day, member: day.member.is_view_only },
        ]),
      );
      const nothing = { durations: [], start: `${DAY}T00:00:00Z`, end: `${DAY}T23:59:59Z`, timezone: 'UTC' };
      expect([days.get(ada.publicId), days.get(eve.publicId), days.get(far.publicId)]).toEqual([
        { member: false, ...nothing },
        { member: true, ...nothing },
        { member: true, ...nothing },
      ]);
      expect([await accessLog(ada), await accessLog(eve)]).toEqual([[], []]);
      expect(await accessLog(bob)).toEqual([expect.objectContaining({ what: 'durations' })]);
      const path = `users/current/orgs/${slug}/dashboards/everyone/members`;
      expect((await app.get(`${path}/${ada.publicId}/durations?date=${DAY}`, owner)).body.data).toEqual([]);
      expect((await app.get(`${path}/${eve.publicId}/durations?date=${DAY}`, owner)).status).toBe(404);
      expect((await app.get(`${path}/@${await nameOf(bob)}/durations?date=${DAY}`, owner)).body.data).toHaveLength(1);
    });

    it('are none of days that are too old for the organization', async () => {
      const bobs = async () => (await durationsOf(DAY)).find(({ member }: { member: { id: string } }) => member.id === bob.publicId);
      expect((await bobs()).durations).toHaveLength(1);
      await db.query('UPDATE organizations SET details_days = 1 WHERE id = $1', [orgId]);
      expect(await bobs()).toMatchObject({ member: { is_view_only: true }, durations: [] });
    });

    it('show a lead those of the own teams', async () => {
      await share(ada, 4);
      const days = await durationsOf(DAY, lead);
      const shown = days.filter(({ durations }: { durations: unknown[] }) => durations.length > 0);
      expect(shown.map(({ member }: { member: { id: string } }) => member.id)).toEqual([ada.publicId]);
    });

    it('are not answered where the row of the access log is not stored', async () => {
      await db.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full'; END $$`);
      await db.query('CREATE TRIGGER refuse BEFORE INSERT ON org_views FOR EACH STATEMENT EXECUTE FUNCTION refuse()');
      const { status, text } = await app.get(`users/current/orgs/${slug}/dashboards/everyone/durations?date=${DAY}`, owner);
      await db.query('DROP FUNCTION refuse CASCADE');
      expect([status, text.includes('engine')]).toEqual([500, false]);
    });

    it('have the longest blocks of a day with very many, and one an hour of the others', async () => {
      const midnight = Date.parse(`${DAY}T00:00:00Z`) / 1000;
      const busy = await join('UTC', 4);
      await app.send(
        busy,
        Array.from({ length: 480 }, (_, n) => ({ time: midnight + n * 120, project: n % 2 === 0 ? 'engine' : 'sail' })),
      );
      const own = await ownOf(busy, DAY);
      const day = (await durationsOf(DAY)).find(({ member }: { member: { id: string } }) => member.id === busy.publicId);
      const sum = (durations: { duration: number }[]) => durations.reduce((all, { duration }) => all + duration, 0);
      expect([own.durations.length, day.durations.length]).toEqual([480, 200 + 10]);
      expect(sum(day.durations)).toBe(sum(own.durations));
    });
  });

  it('know how many invitations wait for an answer, for who may see them', async () => {
    const countOf = async (user: TestUser) => {
      const { body } = await app.get('users/current/orgs', user);
      const org = body.data.find((each: { slug: string }) => each.slug === slug);
      return [org.invited_people_count, org.invited_people_count_human_readable, org.people_count];
    };
    expect(await countOf(owner)).toEqual([0, '0 people', 5]);
    const { body } = await app.call('POST', `/api/v1/organizations/${slug}/invites`, owner, {
      emails: ['one@example.com', 'two@example.com'],
      role: 'member',
    });
    expect(body.data).toHaveLength(2);
    expect(await countOf(owner)).toEqual([2, '2 people', 5]);
    expect([await countOf(ada), await countOf(lead)]).toEqual([
      [0, '0 people', 5],
      [0, '0 people', 5],
    ]);
    app.clock.at = NOW + 8 * 86_400_000;
    const later = await countOf(owner);
    app.clock.at = NOW;
    expect(later).toEqual([0, '0 people', 5]);
  });

  it('are of more members than one statement reads', async () => {
    await db.query(
      `WITH made AS (
         INSERT INTO users (public_id, username, display_name, timezone)
         SELECT gen_random_uuid(), 'many-' || $2 || '-' || n, 'Many ' || n, CASE WHEN n % 2 = 0 THEN 'UTC' ELSE 'Asia/Tokyo' END
           FROM generate_series(1, 1200) n
         RETURNING id),
       joined AS (
         INSERT INTO org_members (org_id, user_id, role, source) SELECT $1, id, 'member', 'link' FROM made RETURNING user_id)
       INSERT INTO org_shares (org_id, user_id, version, level, spans) SELECT $1, user_id, 1, 2, '[[null, 2]]' FROM joined`,
      [orgId, made],
    );
    await db.query(
      `INSERT INTO org_team_members (org_id, team_id, user_id)
       SELECT $1, $2, id FROM users WHERE username LIKE 'many-' || $3 || '-%' AND right(username, 1) = '7'`,
      [orgId, teams[0]?.id, made],
    );
    // A year has fewer people a statement.
    for (const path of ['leaders?range=last_year', 'stats/last_year?group_by=member&per_page=100']) {
      const first = await get(path);
      expect([path, first.status, first.body.total, first.body.total_pages]).toEqual([path, 200, 1_202, 13]);
      const list = first.body.data.groups ?? first.body.data;
      expect(list.slice(0, 2).map(({ id, user }: { id?: string; user?: { id: string } }) => id ?? user?.id)).toEqual([
        bob.publicId,
        ada.publicId,
      ]);
    }
    const names: string[] = [];
    for (let page = 1; page <= 13; page++)
      names.push(
        ...(await get(`leaders?range=last_7_days&page=${page}`)).body.data.map(({ user }: { user: { username: string } }) => user.username),
      );
    expect([names.length, new Set(names).size]).toEqual([1_202, 1_202]);
    expect((await get('leaders?range=last_year', lead)).body.total).toBe(121);
    const { rows } = await db.query('SELECT count(DISTINCT user_id)::int AS n FROM org_views WHERE org_id = $1 AND what = $2', [
      orgId,
      'leaders',
    ]);
    expect(rows[0].n).toBe(1_202);
  });
});
