import { type DatabaseAddress, parseDatabaseUrl } from '@app/core';

/**
 * What a server, a role or a database may otherwise decide for our sessions, and what our statements rely on. JIT costs seconds where our
 * statements take milliseconds; without `synchronous_commit` a heartbeat could be lost after it was acknowledged.
 */
const SESSION = {
  jit: 'off',
  plan_cache_mode: 'auto',
  timezone: 'UTC',
  datestyle: 'ISO',
  intervalstyle: 'postgres',
  bytea_output: 'hex',
  standard_conforming_strings: 'on',
  array_nulls: 'on',
  synchronous_commit: 'on',
  default_transaction_isolation: 'read\\ committed',
  default_transaction_read_only: 'off',
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  idle_session_timeout: '0',
} as const;

/** Where our tables are, unless the address says otherwise. */
const SCHEMA = '-c search_path=public';

/** The driver's settings of a connection: see `connectionTo`. */
export type Connection = DatabaseAddress & { application_name: string; options: string };

/**
 * How every connection to the database is made, whatever it is for. `purpose` follows the application's name, `chronova` unless the address
 * names it, in pg_stat_activity. `settings` are of the session and win over the address's `options` and over the server's.
 */
export function connectionTo(databaseUrl: string, purpose: string, settings: Readonly<Record<string, string>> = {}): Connection {
  const address = parseDatabaseUrl(databaseUrl);
  const ours = Object.entries({ ...SESSION, ...settings }).map(([name, value]) => `-c ${name}=${value}`);
  return {
    ...address,
    application_name: `${address.application_name ?? 'chronova'} ${purpose}`.trim(),
    options: [SCHEMA, address.options, ...ours].filter(Boolean).join(' '),
  };
}
