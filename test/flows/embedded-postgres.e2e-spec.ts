import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { findPostgres, startPostgres } from '../../scripts/embedded-postgres.js';
import { connect } from '../support/database.js';

const onUnix = process.platform === 'win32' ? describe.skip : describe;

onUnix('the embedded PostgreSQL', () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'chronova-embedded-'));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  async function ask(url: string, text: string): Promise<Record<string, unknown>[]> {
    const client = await connect(url);
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  }

  it('takes over the folder of an older version: the apps own all of it, by a socket of their own, and are no superuser', async () => {
    // As older versions did it: on a port, all made by the superuser.
    const old = await startPostgres({ dataDir, open: true });
    await ask(
      old.url,
      `CREATE SCHEMA queue; CREATE TYPE queue.state AS ENUM ('a'); CREATE TABLE queue.jobs (id int GENERATED ALWAYS AS IDENTITY, state queue.state);
       CREATE TABLE users (id serial PRIMARY KEY, name text); INSERT INTO users (name) VALUES ('ada');
       CREATE FUNCTION queue.one() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE SEQUENCE alone`,
    );
    await old.stop();

    const server = await startPostgres({ dataDir });
    const [facts] = await ask(
      server.url,
      `SELECT rolsuper, rolcreatedb, rolcreaterole, current_setting('listen_addresses') AS listens, inet_server_addr() IS NULL AS by_socket
         FROM pg_roles WHERE rolname = current_user`,
    );
    expect(facts).toEqual({ rolsuper: false, rolcreatedb: false, rolcreaterole: false, listens: '', by_socket: true });
    const altered = `ALTER TABLE users ADD age int; DROP TABLE queue.jobs; DROP TYPE queue.state; DROP FUNCTION queue.one(); DROP SCHEMA queue; DROP SEQUENCE alone`;
    await ask(server.url, altered);
    await ask(server.url, `INSERT INTO users (name) VALUES ('bob')`);
    expect(await ask(server.url, 'SELECT id, name FROM users ORDER BY id')).toEqual([
      { id: 1, name: 'ada' },
      { id: 2, name: 'bob' },
    ]);
    await expect(ask(server.url, `COPY (SELECT 1) TO PROGRAM 'true'`)).rejects.toMatchObject({ code: '42501' });
    expect((await findPostgres(dataDir))?.url).toBe(server.url);
    await server.stop();
    expect(await findPostgres(dataDir)).toBeUndefined();

    const later = await startPostgres({ dataDir });
    expect(later.url).not.toBe(server.url);
    await expect(ask(server.url, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    await later.stop();
  }, 120_000);

  it('keeps its log and passwords to its owner, and no values of statements in the log', async () => {
    const server = await startPostgres({ dataDir });
    await expect(ask(server.url, `INSERT INTO users (id, name) VALUES (1, 'secret-name')`)).rejects.toMatchObject({ code: '23505' });
    await server.stop();
    const log = path.join(dataDir, 'postgres-18.log');
    for (const file of [log, path.join(dataDir, 'chronova.password'), path.join(dataDir, 'postgres.password')]) {
      expect(statSync(file).mode & 0o077).toBe(0);
    }
    expect(statSync(dataDir).mode & 0o077).toBe(0);
    expect(readFileSync(log, 'utf8')).not.toMatch(/secret-name|Key \(id\)/);
  }, 120_000);
});
