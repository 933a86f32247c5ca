import { availableParallelism } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { BadEnvironment, loadEnv, machineZone } from './env.js';

const DATABASE_URL = 'postgres://ada@localhost/time';
const load = (variables: Record<string, string>) => loadEnv({ DATABASE_URL, ...variables });

describe('the environment', () => {
  it('has limits by default and trusts no proxy', () => {
    const empty = { RATE_LIMIT_PER_HOUR: '', INGEST_LIMIT_PER_HOUR: '', TRUSTED_PROXIES: '', PORT: '' };
    for (const variables of [{}, empty]) {
      expect(load(variables)).toMatchObject({
        RATE_LIMIT_PER_HOUR: 1_000,
        INGEST_LIMIT_PER_HOUR: 10_000,
        TRUSTED_PROXIES: [],
        PORT: 3_000,
      });
    }
  });

  it('takes limits, and lists of proxies', () => {
    const proxies = '127.0.0.1, 10.0.0.0/8,::1 , fd00::/8, loopback';
    expect(load({ RATE_LIMIT_PER_HOUR: '0', INGEST_LIMIT_PER_HOUR: '500', TRUSTED_PROXIES: proxies })).toMatchObject({
      RATE_LIMIT_PER_HOUR: 0,
      INGEST_LIMIT_PER_HOUR: 500,
      TRUSTED_PROXIES: ['127.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8', 'loopback'],
    });
  });

  it('runs one process of the API, as many as asked for, or one per core', () => {
    expect(load({}).API_PROCESSES).toBe(1);
    expect(load({ API_PROCESSES: '3' }).API_PROCESSES).toBe(3);
    expect(load({ API_PROCESSES: 'auto' }).API_PROCESSES).toBe(Math.min(availableParallelism(), 64));
  });

  it('takes a zone as the system writes it, under its proper name', () => {
    for (const TZ of ['europe/berlin', ':Europe/Berlin', '/usr/share/zoneinfo/Europe/Berlin', ':/usr/share/zoneinfo/Europe/Berlin']) {
      expect([TZ, machineZone(load({ TZ }))]).toEqual([TZ, 'Europe/Berlin']);
    }
    const here = machineZone(load({}));
    for (const TZ of ['', ':/etc/localtime']) expect([TZ, machineZone(load({ TZ }))]).toEqual([TZ, here]);
  });

  it.each([
    ['DATABASE_URL', 'postgres', '/time'],
    ['REDIS_URL', 'redis', ''],
    ['SMTP_URL', 'smtp', ''],
  ])('refuses a %s with a raw character in its password, and prints nothing of it', (name, scheme, rest) => {
    for (const password of ['s3cr/t', 's3cr?t', 's3cr#t', '12/s3cr', '12#s3cr', '12?s3cr', 'a@b/s3cr', 'a@b#s3cr', '/s3cr', '#s3cr']) {
      const wrong = { [name]: `${scheme}://ada:${password}@db.example.com${rest}`, MAIL_FROM: 'a@example.com' };
      expect(() => load(wrong)).toThrow(new RegExp(`${name} must look like .*percent-encoded`));
      expect(() => load(wrong)).not.toThrow(/s3cr|12|ada|db\.example/);
    }
    const right = `${scheme}://ada:${encodeURIComponent('s3:c/r?e#t@%')}@db.example.com:1234${rest}`;
    expect(load({ [name]: right, MAIL_FROM: 'a@example.com' })).toMatchObject({ [name]: right });
  });

  it.each([
    ['RATE_LIMIT_PER_HOUR', ['-1', '1.5', 'many', '1e999']],
    ['INGEST_LIMIT_PER_HOUR', ['-1', '1.5', 'none']],
    ['SIGN_UP_LIMIT_PER_HOUR', ['-1', 'none']],
    ['SIGN_IN_LIMIT_PER_QUARTER_HOUR', ['-1', 'none']],
    ['PASSWORD_RESET_LIMIT_PER_HOUR', ['-1', 'none']],
    ['STRANGER_LIMIT_PER_MINUTE', ['-1', 'none']],
    ['API_PROCESSES', ['0', '65', '1.5', 'all', '-1']],
    ['TZ', ['Mars', ':Mars', 'CET-1CEST', 'Europe/Berlin ', '/usr/share/zoneinfo/Mars']],
    ['TRUSTED_PROXIES', ['proxy.local', '10.0.0.0/33', '0.0.0.0/0', '::/129', '10.0.0.0/8/8', '127.0.0.1; ::1', '10.0.0.0/']],
  ])('refuses a wrong %s by its name', (name, values) => {
    for (const value of values) {
      expect(() => load({ [name]: value })).toThrow(BadEnvironment);
      expect(() => load({ [name]: value })).toThrow(name);
    }
  });
});
