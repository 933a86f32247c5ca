import 'reflect-metadata';
import { readdirSync } from 'node:fs';
import { OPERATOR, SERVER } from '@app/core';
import { PruneAuditLog } from '@app/database';
import { hasAuditAction } from '@app/orgs';
import { CreateApiKey } from '@app/users';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Connection, connect } from '../support/database.js';
import { type Answer, startApp, type TestApp, type TestUser } from '../support/start-app.js';

describe('the audit log of organizations', () => {
  let app: TestApp;
  let db: Connection;
  let admin: TestUser;
  let ada: TestUser;
  let slug: string;
  let made = 0;

  beforeAll(async () => {
    app = await startApp();
    db = await connect(app.databaseUrl);
    admin = await app.newUser();
    await db.query('UPDATE users SET is_admin = true WHERE id = $1', [admin.userId]);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });

  beforeEach(async () => {
    ada = await app.newUser();
    slug = await newOrg(ada);
  });

  async function newOrg(owner: TestUser): Promise<string> {
    const answer = await app.call('POST', '/api/v1/organizations', owner, { name: `Audited ${++made}`, slug: `audited-${made}` });
    expect(answer.status).toBe(201);
    return answer.body.data.slug;
  }

  const log = (query = '', user = ada): Promise<Answer> => app.get(`organizations/${slug}/audit-log${query}`, user);
  const verify = async (): Promise<Answer['body']> => (await app.get('admin/audit-log/verify', admin)).body.data;
  /** What only somebody with the password of the database can do; what it does is taken back. */
  const tampered = async (statement: string, params: unknown[] = []): Promise<Answer['body']> => {
    const copy = await db.query('SELECT * FROM audit_log');
    expect(copy.rows.length).toBeGreaterThan(0);
    await db.query(`SET chronova.audit = 'prune'`);
    await db.query('CREATE TEMP TABLE kept AS SELECT * FROM audit_log');
    await db.query('CREATE TEMP TABLE kept_chain AS SELECT * FROM audit_chain');
    try {
      await db.query(statement, params);
      return await verify();
    } finally {
      await db.query('DELETE FROM audit_log');
      await db.query('INSERT INTO audit_log SELECT * FROM kept');
      await db.query('DELETE FROM audit_chain');
      await db.query('INSERT INTO audit_chain SELECT * FROM kept_chain');
      await db.query('DROP TABLE kept, kept_chain');
      await db.query('RESET chronova.audit');
    }
  };

  it('tells who did what, when, from where, to whom', async () => {
    const { status, body } = await log();
    expect([status, body.next_cursor]).toEqual([200, null]);
    expect(body.data).toEqual([
      {
        id: expect.any(String),
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        action: 'organization.created',
        actor: { kind: 'key', id: ada.publicId, name: expect.stringContaining('user-') },
        target: { kind: 'user', id: ada.publicId, name: expect.stringContaining('user-') },
        organization: { kind: 'organization', id: expect.any(String), name: slug },
        before: null,
        after: null,
        details: { name: expect.any(String), slug },
        address: '127.0.0.1',
        request_id: expect.any(String),
        seq: expect.any(String),
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
  });

  it('has no row of another organization, and none for who may not read it', async () => {
    const eve = await app.newUser();
    const other = await newOrg(eve);
    const { body } = await app.get(`organizations/${other}/audit-log`, eve);
    expect(JSON.stringify(body)).not.toContain(slug);
    for (const path of ['audit-log', 'audit-log.csv', 'audit-log.ndjson', 'audit-log/verify']) {
      expect((await app.get(`organizations/${slug}/${path}`, eve)).status).toBe(404);
      expect((await app.get(`admin/${path}`, eve)).status).toBe(403);
    }
  });

  it('is filtered', async () => {
    await app.get(`organizations/${slug}/audit-log.csv`, ada);
    const [exported, created] = (await log()).body.data;
    const today = created.at.slice(0, 10);
    const found = async (query: string): Promise<string[]> => (await log(query)).body.data.map(({ id }: { id: string }) => id);
    expect(exported.action).toBe('audit_log.exported');
    expect(await found(`?actor=${ada.publicId}`)).toEqual([exported.id, created.id]);
    expect(await found(`?actor=@${created.actor.name.toUpperCase()}&action=organization.created`)).toEqual([created.id]);
    expect(await found('?actor=key&action=audit_log')).toEqual([exported.id]);
    expect(await found('?actor=nobody-of-that-name')).toEqual([]);
    expect(await found('?action=organization.exploded')).toEqual([]);
    expect(await found(`?target=${created.target.name}`)).toEqual([created.id]);
    expect(await found(`?request=${created.request_id}`)).toEqual([created.id]);
    expect(await found(`?from=${today}&to=${exported.at.slice(0, 10)}`)).toEqual([exported.id, created.id]);
    expect(await found('?to=2020-01-01')).toEqual([]);
    expect(await found('?from=2999-01-01')).toEqual([]);
  });

  it.each(['from=yesterday', 'to=2026-02-30', 'cursor=-1', 'cursor=9999999999999999999', 'limit=0', 'limit=101', 'actor=%00'])(
    'refuses %s',
    async (query) => expect((await log(`?${query}`)).status).toBe(400),
  );

  it('is read in pages', async () => {
    for (let n = 0; n < 4; n++) await app.get(`organizations/${slug}/audit-log.csv`, ada);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await log(`?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.data.map(({ id }: { id: string }) => id));
      cursor = body.next_cursor;
    } while (cursor);
    expect(seen).toEqual((await log()).body.data.map(({ id }: { id: string }) => id));
    expect(seen.length).toBe(5);
  });

  it('is exported as CSV without formulas, and as NDJSON; that somebody did is a row of it', async () => {
    await db.query(
      `INSERT INTO audit_log (actor_kind, message, org_id, details, request_id)
       SELECT 'job', 'SignInRefused', id, '{"name":"x","after":"=1+1"}', '=cmd|x' FROM organizations WHERE slug = $1`,
      [slug],
    );
    const csv = await app.get(`organizations/${slug}/audit-log.csv`, ada);
    const lines = csv.text.trim().split('\r\n');
    expect([csv.status, csv.headers['content-type'], csv.headers['content-disposition']]).toEqual([
      200,
      'text/csv; charset=utf-8; header=present',
      'attachment; filename="audit-log.csv"',
    ]);
    expect(lines[0]).toContain('id,at,action,actor_kind');
    expect([lines.length, lines[1]]).toEqual([4, expect.stringContaining('audit_log.exported')]);
    expect(lines[2]).toContain(",'=cmd|x,");
    const ndjson = await app.get(`organizations/${slug}/audit-log.ndjson?action=organization`, ada);
    expect(ndjson.headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
    const rows = ndjson.text.trim().split('\n');
    expect(rows.map((row) => JSON.parse(row))).toEqual((await log('?action=organization')).body.data);
    expect((await log('?action=audit_log&limit=1')).body.data[0].details).toEqual({
      format: 'ndjson',
      filters: { action: 'organization' },
    });
  });

  it('is exported whole where it has many parts', async () => {
    await db.query(
      `INSERT INTO audit_log (actor_kind, message, org_id, details)
       SELECT 'job', 'SignInRefused', o.id, '{}' FROM organizations o, generate_series(1, 2500) WHERE o.slug = $1`,
      [slug],
    );
    const { text } = await app.get(`organizations/${slug}/audit-log.ndjson`, ada);
    expect(new Set(text.trim().split('\n')).size).toBe(2_502);
  });

  it('is there for the whole instance, for administrators', async () => {
    const { body } = await app.get('admin/audit-log?action=organization&limit=1', admin);
    expect(body.data[0]).toMatchObject({ action: 'organization.created', organization: { name: slug } });
    const all = (await app.get('admin/audit-log.ndjson', admin)).text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(all.map(({ action }) => action)).toEqual(expect.arrayContaining(['organization.created', 'account.created', 'key.created']));
    expect(all.filter(({ action }) => action.startsWith('other.'))).toEqual([]);
  });

  it('has a name for every audited command', async () => {
    const libs = readdirSync('libs');
    const exported = (await Promise.all(libs.map((name) => import(`../../libs/${name}/src/index.js`)))).flatMap((lib) =>
      Object.values(lib),
    );
    const audited = exported.filter(
      (each): each is { name: string; prototype: object } =>
        typeof each === 'function' && each.prototype !== undefined && Reflect.hasMetadata('chronova:audited', each),
    );
    expect(audited.length).toBeGreaterThan(30);
    expect(audited.map(({ name }) => name).filter((name) => !hasAuditAction(name))).toEqual([]);
  });

  it('is verified: by the organization as part of the chain of the instance', async () => {
    const mine = (await app.get(`organizations/${slug}/audit-log/verify`, ada)).body.data;
    const whole = await verify();
    expect(whole).toMatchObject({ is_intact: true, first_bad: null, next_after: null, verified_of_organization: 0 });
    expect(mine).toEqual({ ...whole, verified_of_organization: 1 });
    const { rows } = await db.query('SELECT count(*)::int AS n, max(seq) AS seq FROM audit_log WHERE seq IS NOT NULL');
    expect([whole.verified, whole.head.seq]).toEqual([rows[0].n, rows[0].seq]);
    const later = (await app.get(`admin/audit-log/verify?after=${Number(rows[0].seq) - 2}`, admin)).body.data;
    expect(later).toMatchObject({ is_intact: true, verified: 2 });
  });

  it('refuses changes: UPDATE, DELETE and TRUNCATE', async () => {
    for (const statement of [`UPDATE audit_log SET message = 'x'`, 'DELETE FROM audit_log WHERE id = 1', 'TRUNCATE audit_log'])
      await expect(db.query(statement)).rejects.toThrow('Rows of the audit log are neither changed nor deleted');
  });

  it.each([
    [`UPDATE audit_log SET details = '{"name":"x"}' WHERE seq = 5`, { seq: '5', problem: 'changed' }],
    [`UPDATE audit_log SET at = at + interval '1 microsecond' WHERE seq = 5`, { seq: '5', problem: 'changed' }],
    [`UPDATE audit_log SET actor_id = actor_id + 1 WHERE seq = (SELECT max(seq) FROM audit_log)`, { problem: 'changed' }],
    ['UPDATE audit_log SET org_id = NULL WHERE org_id IS NOT NULL', { problem: 'changed' }],
    [`DELETE FROM audit_log WHERE seq = 5`, { seq: '5', problem: 'missing', id: null }],
    [`DELETE FROM audit_log WHERE seq = 1`, { seq: '1', problem: 'missing' }],
    [`DELETE FROM audit_log WHERE seq = (SELECT max(seq) FROM audit_log)`, { problem: 'missing' }],
    [`DELETE FROM audit_log WHERE seq IS NOT NULL`, { seq: '1', problem: 'missing' }],
    [`UPDATE audit_log a SET details = b.details FROM audit_log b WHERE a.seq = 6 AND b.seq = 1`, { seq: '6', problem: 'changed' }],
    [`INSERT INTO audit_log (actor_kind, message, details) VALUES ('job', 'CreateUser', '{}')`, { seq: null, problem: 'inserted' }],
    [
      `INSERT INTO audit_log (actor_kind, message, details, seq, prev_hash, hash)
       SELECT 'job', 'CreateUser', '{}', last_seq + 1, last_hash, sha256('x') FROM audit_chain`,
      { problem: 'inserted' },
    ],
    [
      `WITH up AS (UPDATE audit_chain SET last_seq = last_seq + 1, last_hash = sha256('x'))
       INSERT INTO audit_log (actor_kind, message, details, seq, prev_hash, hash)
       SELECT 'job', 'CreateUser', '{}', last_seq + 1, last_hash, sha256('x') FROM audit_chain`,
      { problem: 'changed' },
    ],
  ])('finds %s', async (statement, first) => {
    expect(await tampered(statement)).toMatchObject({ is_intact: false, first_bad: first });
    expect(await verify()).toMatchObject({ is_intact: true });
  });

  it('is one chain, whoever writes at once', async () => {
    const before = await verify();
    const make = (n: number) => app.commands.execute(new CreateApiKey(OPERATOR, ada.userId, `key ${n}`));
    const others = await Promise.all(Array.from({ length: 5 }, () => app.newUser()));
    await Promise.all([
      ...Array.from({ length: 30 }, (_, n) => make(n)),
      ...others.flatMap((user) => [0, 1, 2, 3].map(() => newOrg(user))),
    ]);
    const after = await verify();
    expect(after).toMatchObject({ is_intact: true, verified: before.verified + 10 + 50 });
    const { rows } = await db.query(
      'SELECT count(*)::int AS n FROM (SELECT at, lag(at) OVER (ORDER BY seq) AS last FROM audit_log WHERE seq > 0) x WHERE at < last',
    );
    expect(rows[0].n).toBe(0);
  });

  it('is intact after pruning, from the oldest row that is kept', async () => {
    const before = await verify();
    app.clock.at = Date.now() + 399 * 86_400_000;
    await app.commands.execute(new PruneAuditLog(SERVER));
    expect((await verify()).verified).toBe(before.verified);
    const { rows } = await db.query('SELECT at FROM audit_log WHERE seq IS NOT NULL ORDER BY seq OFFSET 4 LIMIT 1');
    app.clock.at = rows[0].at.getTime() + 400 * 86_400_000 + 1;
    const gone = await app.commands.execute(new PruneAuditLog(SERVER));
    app.clock.at = undefined;
    expect(gone).toBeGreaterThan(3);
    expect(await verify()).toMatchObject({ is_intact: true, verified: before.verified - gone, head: before.head });
    expect(await tampered('DELETE FROM audit_log WHERE seq = (SELECT min(seq) FROM audit_log)')).toMatchObject({ is_intact: false });
    await newOrg(ada);
    expect(await verify()).toMatchObject({ is_intact: true, verified: before.verified - gone + 1 });
  });
});
