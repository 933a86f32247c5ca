import { transaction } from '@app/database';
import { addMember, type Role } from '@app/orgs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EntityManager } from '@mikro-orm/postgresql';
import { type Connection, connect } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

describe('members of an organization', () => {
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

  /** An organization and its owner. */
  const newOrg = async (): Promise<{ slug: string; orgId: number; owner: TestUser }> => {
    const owner = await app.newUser();
    const slug = `guild-${++made}`;
    await app.call('POST', '/api/v1/organizations', owner, { name: slug, slug });
    const { rows } = await db.query('SELECT id FROM organizations WHERE slug = $1', [slug]);
    return { slug, orgId: rows[0].id, owner };
  };
  const add = (orgId: number, { userId }: TestUser, role: Role = 'member') =>
    transaction(app.nest.get(EntityManager), (em) => addMember(em, { orgId, userId, role, source: 'invite' }));

  it('hold seats exactly, at once too, and whoever left comes back', async () => {
    const { slug, orgId, owner } = await newOrg();
    await db.query('UPDATE organizations SET seats = 3 WHERE id = $1', [orgId]);
    const users = await Promise.all(Array.from({ length: 5 }, () => app.newUser()));
    const answers = await Promise.allSettled(users.map((user) => add(orgId, user)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected', 'rejected']);
    const inside = users.filter((_, n) => answers[n]?.status === 'fulfilled');
    await expect(add(orgId, inside[0] ?? owner, 'admin')).resolves.toBe(false);
    await expect(add(orgId, await app.newUser())).rejects.toMatchObject({ code: 'org.no-seat', kind: 'conflict' });
    await db.query('UPDATE org_members SET left_at = now() WHERE org_id = $1 AND user_id = $2', [orgId, inside[0]?.userId]);
    await expect(add(orgId, inside[0] ?? owner, 'viewer')).resolves.toBe(true);
    expect((await app.get(`organizations/${slug}`, inside[0] ?? owner)).body.data).toMatchObject({ role: 'viewer', member_count: 3 });
  });

  it('are in fifty organizations at most, and come to none that is deleted', async () => {
    const user = await app.newUser();
    const { orgId } = await newOrg();
    await db.query(
      `WITH made AS (INSERT INTO organizations (public_id, name, slug) SELECT gen_random_uuid(), 'many', 'many-' || n FROM generate_series(1, 50) n RETURNING id)
       INSERT INTO org_members (org_id, user_id, role, source) SELECT id, $1, 'member', 'link' FROM made`,
      [user.userId],
    );
    await expect(add(orgId, user)).rejects.toMatchObject({ code: 'orgs.too-many' });
    await db.query('UPDATE organizations SET deleted_at = now() WHERE id = $1', [orgId]);
    await expect(add(orgId, await app.newUser())).rejects.toMatchObject({ code: 'org.unknown' });
  });
});
