import { OPERATOR } from '@app/core';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DumpDatabase, migrate, waitForSchema } from '@app/database';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Postgres, startPostgres } from '../../scripts/embedded-postgres.js';
import { connect } from '../support/database.js';
import { startApp } from '../support/start-app.js';
import { startWorker } from '../support/start-worker.js';

// A server that takes nothing but TLS, and a certificate of the client beside the password: whatever connects in another way fails.

const CERTIFICATES = path.resolve(import.meta.dirname, '../support/tls');
const folder = mkdtempSync(path.join(tmpdir(), 'tls-'));
const sockets = mkdtempSync(path.join(tmpdir(), 's-'));
let postgres: Postgres;
let address: string;

beforeAll(async () => {
  mkdirSync(path.join(folder, 'tls'));
  for (const name of ['ca.crt', 'server.crt', 'server.key']) {
    copyFileSync(path.join(CERTIFICATES, name), path.join(folder, 'tls', name));
  }
  chmodSync(path.join(folder, 'tls/server.key'), 0o600);
  chmodSync(sockets, 0o777);
  const settings = {
    ssl: 'on',
    ssl_cert_file: path.join(folder, 'tls/server.crt'),
    ssl_key_file: path.join(folder, 'tls/server.key'),
    ssl_ca_file: path.join(folder, 'tls/ca.crt'),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: sockets,
  };
  postgres = await startPostgres({ dataDir: folder, open: true, settings });
  const client = await connect(postgres.url);
  const { rows } = await client.query<{ hba_file: string }>('SHOW hba_file');
  writeFileSync(rows[0]?.hba_file ?? '', 'local all all scram-sha-256\nhostssl all all 127.0.0.1/32 scram-sha-256 clientcert=verify-ca\n');
  await client.query('SELECT pg_reload_conf()');
  await client.end();
  address = postgres.url.replace('127.0.0.1', 'localhost');
}, 60_000);

afterAll(async () => {
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
  rmSync(sockets, { recursive: true, force: true });
});

const file = (name: string): string => encodeURIComponent(path.join(CERTIFICATES, name));
const CLIENT = `sslcert=${file('client.crt')}&sslkey=${file('client.key')}`;

/** Everything that connects: migrations, apps, queue, worker, dump and restore. How each of its connections was made. */
async function useAll(name: string, urlOf: (database: string) => string): Promise<{ application: string; tls: boolean }[]> {
  const maker = await connect(socketUrl('chronova'));
  await maker.query(`CREATE DATABASE ${name}`);
  await maker.end();
  const databaseUrl = urlOf(name);
  await migrate(databaseUrl);
  await waitForSchema(databaseUrl);
  const dump = path.join(mkdtempSync(path.join(folder, 'dump-')), 'dump');
  const app = await startApp({ databaseUrl });
  const worker = await startWorker(databaseUrl);
  const client = await connect(socketUrl(name));
  try {
    const user = await app.newUser();
    expect((await app.send(user, [{ time: 1_767_607_200 }])).status).toBeLessThan(300);
    expect((await app.get('users/current/statusbar/today', user)).status).toBe(200);
    await app.commands.execute(new DumpDatabase(OPERATOR, dump));
    const { rows } = await client.query<{ application: string; tls: boolean }>(
      `SELECT DISTINCT application_name AS application, ssl AS tls
         FROM pg_stat_activity JOIN pg_stat_ssl USING (pid)
        WHERE datname = current_database() AND pid <> pg_backend_pid() ORDER BY 1`,
    );
    return rows;
  } finally {
    await client.end();
    await worker.close();
    await app.close();
  }
}

function socketUrl(database: string): string {
  const { username, password, port } = new URL(postgres.url);
  return `postgres://${username}:${password}@${encodeURIComponent(sockets)}/${database}?port=${port}`;
}

it('every connection is made by TLS, with the certificates that the address names', async () => {
  const parameters = `sslmode=verify-full&sslrootcert=${file('ca.crt')}&${CLIENT}&application_name=hours`;
  const connections = await useAll('by_tls', (database) => `${address.replace(/chronova$/, database)}?${parameters}`);
  expect(connections.length).toBeGreaterThan(3);
  for (const connection of connections) expect(connection.tls).toBe(true);
  expect(connections.map((connection) => connection.application)).toContain('hours priority');
}, 60_000);

it('a socket in a folder serves as well', async () => {
  const connections = await useAll('by_socket', socketUrl);
  expect(connections.length).toBeGreaterThan(3);
  for (const connection of connections) expect(connection.tls).toBe(false);
}, 60_000);

it.each([
  ['', /no encryption|pg_hba/],
  [`?sslmode=disable`, /no encryption|pg_hba/],
  [`?sslmode=require`, /certificate/],
  [`?sslmode=verify-full&${CLIENT}`, /certificate/],
  [`?sslmode=verify-ca&sslrootcert=${file('other-ca.crt')}&${CLIENT}`, /certificate/],
])('%s is refused', async (parameters, problem) => {
  await expect(waitForSchema(`${address}${parameters}`, 0)).rejects.toThrow(problem);
});

it('verify-full also checks the name, verify-ca and require do not', async () => {
  const other = address.replace('localhost', '127.0.0.1').replace('127.0.0.1', '127.1');
  const url = (mode: string): string => `${other}?sslmode=${mode}&sslrootcert=${file('ca.crt')}&${CLIENT}`;
  await expect(waitForSchema(url('verify-full'), 0)).rejects.toThrow(/altnames|certificate/);
  // Connected: there is no schema in this database.
  await expect(waitForSchema(url('verify-ca'), 0)).rejects.toThrow('was not brought to version');
  await expect(waitForSchema(url('require'), 0)).rejects.toThrow('was not brought to version');
});
