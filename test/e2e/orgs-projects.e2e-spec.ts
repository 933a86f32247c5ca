import { TimeReader } from '@app/analytics';
import { ReadPool } from '@app/database';
import { orgPatterns, orgProjectsOf } from '@app/orgs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Connection, connect } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const NOON = Date.UTC(2026, 0, 14, 12) / 1000;

describe('projects of an organization', () => {
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

  const newOrg = async (): Promise<{ slug: string; orgId: number; owner: TestUser }> => {
    const owner = await app.newUser();
    const slug = `works-${++made}`;
    await app.call('POST', '/api/v1/organizations', owner, { name: slug, slug });
    const { rows } = await db.query('SELECT id FROM organizations WHERE slug = $1', [slug]);
    return { slug, orgId: rows[0].id, owner };
  };
  const name = (orgId: number, kind: string, pattern: string) =>
    db.query('INSERT INTO org_projects (org_id, public_id, kind, pattern) VALUES ($1, gen_random_uuid(), $2, $3)', [orgId, kind, pattern]);
  /** A minute in each project, one after another. */
  const work = async (user: TestUser, projects: string[], extra: Record<string, unknown> = {}) =>
    app.send(
      user,
      [...projects, 'end'].map((project, n) => ({ project, time: NOON + n * 60, ...extra })),
    );

  it('are found by name as shown, by its beginning, by a glob and by repository', async () => {
    const { orgId, owner } = await newOrg();
    const other = await app.newUser();
    await work(owner, ['api', 'Api', 'acme-web', 'acme', '100%', 'tools-internal', 'x_y', 'xzy']);
    await work(other, ['secret', 'acme-web', 'repo']);
    const telling = { entity: '/p/b.ts', type: 'file', project: 'repo' };
    for (const [n, repository_url] of ['https://host/else', 'git@GitHub.com:Acme/App.git', ''].entries())
      await app.send(other, [{ ...telling, time: NOON + 3600 + n, repository_url }]);
    const reads = app.nest.get(ReadPool);
    const ids = [owner.userId, other.userId];
    expect((await orgProjectsOf(reads, orgId, ids)).any).toBe(false);
    await name(orgId, 'exact', 'api');
    await name(orgId, 'exact', '100%');
    await name(orgId, 'prefix', 'acme-');
    await name(orgId, 'glob', '*-internal');
    await name(orgId, 'glob', 'x_?');
    await name(orgId, 'repository', 'github.com/acme/app');
    const { any, has } = await orgProjectsOf(reads, orgId, ids);
    expect(any).toBe(true);
    const all = ['api', 'Api', 'acme-web', 'acme', '100%', 'tools-internal', 'x_y', 'xzy', 'secret', 'repo', ''];
    expect(all.filter((project) => has(owner.userId, project))).toEqual(['api', 'acme-web', '100%', 'tools-internal', 'x_y']);
    expect(all.filter((project) => has(other.userId, project))).toEqual(['acme-web', 'repo']);
    const matching = await orgPatterns(reads, orgId);
    const day = { first: '2026-01-14', last: '2026-01-14' };
    const times = await app.nest
      .get(TimeReader)
      .readMany(ids, { zone: 'UTC' }, day, matching ? { matching } : {}, { times: 'range', lists: ['project'] });
    expect(
      times
        .get(other.userId)
        ?.lists.project.map(({ name: project }) => project)
        .toSorted(),
    ).toEqual(['acme-web', 'repo']);
    expect([...(times.get(owner.userId)?.dayTotals.values() ?? [])]).toEqual([5 * 60_000_000]);
  });
});
