import { readFileSync } from 'node:fs';
import { ORG_KEY_PERMISSIONS, ORG_PERMISSIONS, orgKeyHash, type OrgPermission, type Role, ROLES } from '@app/orgs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Connection, connect } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

/**
 * Every route about an organization, from openapi.json, called by a member of each role, by a lead and by who is no member: the table of permissions
 * is what happens. A new route joins by existing. Bodies are empty, so nothing is changed: who may is refused for that, or gets an answer.
 */

interface Operation {
  'x-org-permission'?: OrgPermission;
  parameters?: { name: string; in: string; example?: string }[];
  requestBody?: object;
}

const document: { paths: Record<string, Record<string, Operation>> } = JSON.parse(readFileSync('openapi.json', 'utf8'));
const routes = Object.entries(document.paths).flatMap(([route, methods]) =>
  Object.entries(methods).flatMap(([method, operation]): [string, string, OrgPermission, Operation][] => {
    const permission = operation['x-org-permission'];
    return permission ? [[method.toUpperCase(), route, permission, operation]] : [];
  }),
);
const WHO = [...ROLES, 'lead', 'nobody', 'left'] as const;
type Who = (typeof WHO)[number];

describe('the table of permissions', () => {
  let app: TestApp;
  let db: Connection;
  /** Made anew for each call: routes without a body do what they say. */
  let made = 0;
  const users = new Map<Who, TestUser>();

  beforeAll(async () => {
    app = await startApp();
    db = await connect(app.databaseUrl);
    for (const who of WHO) users.set(who, await app.newUser());
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });

  const userOf = (who: Who): TestUser => users.get(who) ?? { userId: 0, publicId: '', key: '' };

  const orgWithAll = async (): Promise<string> => {
    const slug = `matrix-${++made}`;
    const { rows } = await db.query(`INSERT INTO organizations (public_id, name, slug) VALUES (gen_random_uuid(), $1, $1) RETURNING id`, [
      slug,
    ]);
    const role = (who: Who): Role => (who === 'lead' || who === 'left' ? 'member' : who === 'nobody' ? 'viewer' : who);
    for (const who of WHO.filter((each) => each !== 'nobody'))
      await db.query(
        `INSERT INTO org_members (org_id, user_id, role, source, left_at) VALUES ($1, $2, $3, 'link', CASE WHEN $4::bool THEN now() END)`,
        [rows[0].id, userOf(who).userId, who === 'left' ? 'owner' : role(who), who === 'left'],
      );
    const team = await db.query(`INSERT INTO org_teams (org_id, public_id, name) VALUES ($1, gen_random_uuid(), 'Engines') RETURNING id`, [
      rows[0].id,
    ]);
    await db.query('INSERT INTO org_team_members (org_id, team_id, user_id, is_lead) VALUES ($1, $2, $3, true)', [
      rows[0].id,
      team.rows[0].id,
      userOf('lead').userId,
    ]);
    return slug;
  };

  /** Of a service key that may all that such a key can. */
  const keyOf = async (slug: string): Promise<TestUser> => {
    const key = `chro_${slug.padEnd(43, 'x')}`;
    await db.query(
      `INSERT INTO org_keys (org_id, public_id, hash, name, prefix, permissions, made_by)
       SELECT id, gen_random_uuid(), $2, 'all', '', $3, $4 FROM organizations WHERE slug = $1`,
      [slug, orgKeyHash(key), ORG_KEY_PERMISSIONS, userOf('owner').userId],
    );
    return { userId: 0, publicId: '', key };
  };

  const holds = (who: Who, permission: OrgPermission): boolean => {
    const { holders } = ORG_PERMISSIONS.find((entry) => entry.permission === permission) ?? { holders: [] };
    return holders.some((holder) => holder === who || (who === 'lead' && holder === 'member'));
  };

  it('has routes to hold', () => expect(routes.length).toBeGreaterThan(1));

  it.each(routes)('a service key: %s %s (%s)', async (method, route, permission, { parameters = [], requestBody }) => {
    const slug = await orgWithAll();
    const answer = await app.call(method as 'GET', pathOf(route, parameters, slug), await keyOf(slug), requestBody && {});
    const refusal = String(answer.body?.error ?? '');
    if (!ORG_KEY_PERMISSIONS.some((known) => known === permission))
      expect([answer.status, refusal.includes(`lacks the permission "${permission}"`)]).toEqual([403, true]);
    else if (method === 'GET') {
      expect([answer.status < 500, answer.status === 401, refusal.includes('lacks the permission')]).toEqual([true, false, false]);
      if (answer.status === 403) expect(refusal).toContain('A service key is nobody');
    } else expect([answer.status, refusal]).toEqual([403, expect.stringContaining('reads, and changes nothing')]);
  });

  it.each(routes)('%s %s (%s)', async (method, route, permission, { parameters = [], requestBody }) => {
    for (const who of WHO) {
      const slug = await orgWithAll();
      const path = pathOf(route, parameters, slug);
      const answer = await app.call(method as 'GET', path, userOf(who), requestBody && {});
      const refusal = String(answer.body?.error ?? '');
      if (who === 'nobody' || who === 'left')
        expect([who, answer.status, refusal]).toEqual([who, 404, 'There is no such organization, or you are not a member of it.']);
      else if (holds(who, permission))
        expect([who, answer.status < 500, refusal.includes('lacks the permission')]).toEqual([who, true, false]);
      else expect([who, answer.status, refusal.includes(`lacks the permission "${permission}"`)]).toEqual([who, 403, true]);
    }
  });
});

function pathOf(route: string, parameters: NonNullable<Operation['parameters']>, slug: string): string {
  return parameters
    .filter((parameter) => parameter.in === 'path')
    .reduce((url, { name, example }) => url.replace(`{${name}}`, encodeURIComponent(name === 'org' ? slug : String(example))), route);
}
