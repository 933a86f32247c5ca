import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Connection, connect } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

describe('teams of an organization', () => {
  let app: TestApp;
  let db: Connection;
  let made = 0;

  beforeAll(async () => {
    app = await startApp();
    db = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });

  /** An organization with an owner, a lead of the team Engines, and a member. */
  const newOrg = async () => {
    const [owner, lead, member] = [await app.newUser(), await app.newUser(), await app.newUser()];
    const slug = `crew-${++made}`;
    await app.call('POST', '/api/v1/organizations', owner, { name: slug, slug });
    await db.query(
      `INSERT INTO org_members (org_id, user_id, role, source) SELECT o.id, u, 'member', 'link' FROM organizations o, unnest($2::int[]) u WHERE slug = $1`,
      [slug, [lead.userId, member.userId]],
    );
    const teams = `/api/v1/organizations/${slug}/teams`;
    const call = (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, user: TestUser, body?: object) =>
      app.call(method, `${teams}${path}`, user, body);
    await call('POST', '', owner, { name: 'Engines' });
    await call('PUT', `/engines/members/${lead.publicId}`, owner, { is_lead: true });
    return { slug, owner, lead, member, call };
  };

  it('are made, found by id and name in any case, renamed and deleted', async () => {
    const { slug, owner, lead, member, call } = await newOrg();
    const { body } = await call('GET', '/ENGINES', member);
    expect(body.data).toEqual({
      id: expect.any(String),
      name: 'Engines',
      member_count: 1,
      leads: [{ id: lead.publicId, username: expect.any(String), display_name: expect.any(String) }],
      is_member: false,
      is_lead: false,
      created_at: expect.any(String),
      modified_at: null,
    });
    expect((await call('GET', `/${body.data.id}`, lead)).body.data).toEqual({ ...body.data, is_member: true, is_lead: true });
    expect((await call('POST', '', owner, { name: 'ENGINES' })).status).toBe(409);
    expect((await call('POST', '', owner, { name: body.data.id })).status).toBe(400);
    expect((await call('POST', '', owner, { name: 'Brakes' })).status).toBe(201);
    expect((await call('PATCH', '/brakes', owner, { name: 'engines' })).status).toBe(409);
    expect((await call('PATCH', '/brakes', owner, { name: 'BRAKES' })).body.data.name).toBe('BRAKES');
    expect((await call('GET', '', member)).body).toMatchObject({ total: 2, data: [{ name: 'BRAKES' }, { name: 'Engines' }] });
    expect((await call('POST', '', lead, { name: 'Wheels' })).status).toBe(403);
    expect((await app.get(`organizations/${slug}/members?team=engines`, member)).body.data).toMatchObject([
      { id: lead.publicId, is_lead: true, teams: [{ name: 'Engines', is_lead: true }] },
    ]);
    expect((await call('DELETE', '/engines', owner)).status).toBe(200);
    expect((await call('GET', '/engines', owner)).status).toBe(404);
    expect((await call('GET', '/n%00', owner)).status).toBe(404);
    expect((await app.get(`organizations/${slug}/members/${lead.publicId}`, lead)).body.data.teams).toEqual([]);
  });

  it('are filled by their leads, who name no leads and touch no other team', async () => {
    const { owner, lead, member, call } = await newOrg();
    await call('POST', '', owner, { name: 'Brakes' });
    const path = `/engines/members/${member.publicId}`;
    expect((await call('PUT', path, lead, { is_lead: true })).status).toBe(403);
    expect((await call('PUT', path, lead, {})).body.data.member_count).toBe(2);
    expect((await call('PUT', `/brakes/members/${member.publicId}`, lead, {})).body.error).toContain('"team-members:manage"');
    expect((await call('PUT', `/engines/members/${owner.publicId}`, member, {})).status).toBe(403);
    await call('PUT', path, owner, { is_lead: true });
    expect((await call('DELETE', path, lead)).body.error).toContain('"teams:manage"');
    expect((await call('PUT', path, lead, { is_lead: false })).status).toBe(403);
    expect((await call('PUT', path, owner, { is_lead: false })).status).toBe(200);
    expect((await call('DELETE', path, lead)).status).toBe(200);
    expect((await call('DELETE', path, lead)).status).toBe(404);
    expect((await call('PUT', `/engines/members/${(await app.newUser()).publicId}`, owner, {})).status).toBe(404);
    const { rows } = await db.query(
      `SELECT message, details FROM audit_log WHERE subject_id = $1 AND message LIKE '%TeamMember' ORDER BY id LIMIT 2`,
      [member.userId],
    );
    expect(rows).toEqual([
      { message: 'PutTeamMember', details: { team: 'Engines', member: expect.any(String), before: null, after: { isLead: false } } },
      {
        message: 'PutTeamMember',
        details: { team: 'Engines', member: expect.any(String), before: { isLead: false }, after: { isLead: true } },
      },
    ]);
  });

  it('are two hundred at most, at once too', async () => {
    const { slug, owner, call } = await newOrg();
    await db.query(
      `INSERT INTO org_teams (org_id, public_id, name) SELECT o.id, gen_random_uuid(), 'Team ' || n FROM organizations o, generate_series(1, 197) n WHERE slug = $1`,
      [slug],
    );
    const answers = await Promise.all(Array.from({ length: 4 }, (_, n) => call('POST', '', owner, { name: `Late ${n}` })));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 409, 409]);
  });
});
