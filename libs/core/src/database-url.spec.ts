import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { BadDatabaseUrl, parseDatabaseUrl } from './database-url.js';

const folder = mkdtempSync(path.join(tmpdir(), 'address-'));
const ca = path.join(folder, 'ca.crt');
writeFileSync(ca, 'a certificate');
afterAll(() => rmSync(folder, { recursive: true }));

describe('an address of PostgreSQL', () => {
  it.each([
    ['postgres://ada:secret@db:5433/time', { host: 'db', port: 5433, user: 'ada', password: 'secret', database: 'time' }],
    ['postgresql://ada@db/time', { host: 'db', user: 'ada', database: 'time' }],
    ['postgres://ada:p%40%2F%23%3F@db/time', { host: 'db', user: 'ada', password: 'p@/#?', database: 'time' }],
    ['postgres://ada:100%zz@db/time', { host: 'db', user: 'ada', password: '100%zz', database: 'time' }],
    ['postgres://ada@[::1]:5433/time', { host: '::1', port: 5433, user: 'ada', database: 'time' }],
    ['postgres:///time?host=/run/postgresql', { host: '/run/postgresql', database: 'time' }],
    ['postgres://ada:x@/time?host=/run/postgresql', { host: '/run/postgresql', user: 'ada', password: 'x', database: 'time' }],
    ['postgres://ada@%2Frun%2Fpostgresql/time', { host: '/run/postgresql', user: 'ada', database: 'time' }],
    ['postgres://db/time?user=ada&password=x', { host: 'db', user: 'ada', password: 'x', database: 'time' }],
    ['postgres://db/time?application_name=hours', { host: 'db', database: 'time', application_name: 'hours' }],
    ['postgres://db/time?options=-c%20work_mem%3D5MB', { host: 'db', database: 'time', options: '-c work_mem=5MB' }],
    ['postgres://db/time?channel_binding=require', { host: 'db', database: 'time', enableChannelBinding: true }],
    ['postgres://db/time?sslmode=disable', { host: 'db', database: 'time', ssl: false }],
    ['postgres://db/time?sslmode=require', { host: 'db', database: 'time', ssl: { rejectUnauthorized: false } }],
    ['postgres://db/time?ssl=true', { host: 'db', database: 'time', ssl: { rejectUnauthorized: false } }],
    ['postgres://db/time?ssl=0', { host: 'db', database: 'time', ssl: false }],
    ['postgres://db/time?sslmode=no-verify', { host: 'db', database: 'time', ssl: { rejectUnauthorized: false } }],
    ['postgres://db/time?sslmode=verify-full', { host: 'db', database: 'time', ssl: { rejectUnauthorized: true } }],
    [
      'postgres://10.0.0.1/time?sslmode=verify-full',
      { host: '10.0.0.1', database: 'time', ssl: { rejectUnauthorized: true, host: '10.0.0.1' } },
    ],
    [`postgres://db/time?sslrootcert=${ca}`, { host: 'db', database: 'time', ssl: { rejectUnauthorized: true, ca: 'a certificate' } }],
  ])('%s', (url, expected) => {
    expect(parseDatabaseUrl(url)).toEqual(expected);
  });

  it.each(['require', 'verify-ca'])('sslmode=%s with a CA checks who issued the certificate and not its name', (mode) => {
    const { ssl } = parseDatabaseUrl(`postgres://db/time?sslmode=${mode}&sslrootcert=${ca}`);
    expect(ssl).toMatchObject({ rejectUnauthorized: true, ca: 'a certificate', checkServerIdentity: expect.any(Function) });
  });

  it.each([
    ['', 'must look like'],
    ['mysql://db/time', 'must look like'],
    ['postgres://', 'must look like'],
    ['postgres://ada:se?cret@db/time', 'must look like'],
    ['postgres://ada:12?cret=x@db/time', 'must look like'],
    ['postgres://ada:12#cret@db/time', 'must look like'],
    ['postgres://ada:12/cret@db/time', 'must look like'],
    ['postgres://db/time?sslmode=prefer', 'unknown sslmode'],
    ['postgres://db/time?sslmode=verify-ca', 'needs sslrootcert'],
    ['postgres://db/time?sslmode=verify-full&sslrootcert=/nowhere/ca.crt', 'sslrootcert that cannot be read: /nowhere/ca.crt'],
    ['postgres://db/time?sslmode=require&sslcrl=/etc/crl', 'sslcrl'],
    ['postgres://db/time?sslnegotiation=direct', 'sslnegotiation'],
    ['postgres://db/time?port=x', 'port'],
  ])('%s is refused, and its password is not repeated', (url, problem) => {
    expect(() => parseDatabaseUrl(url)).toThrow(BadDatabaseUrl);
    expect(() => parseDatabaseUrl(url)).toThrow(problem);
    expect(() => parseDatabaseUrl(url)).not.toThrow(/cret/);
  });
});
