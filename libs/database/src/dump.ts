import { must } from '@app/core';
import { MikroORM } from '@mikro-orm/postgresql';
import { Client } from 'pg';
import { connectionTo } from './connection.js';
import { migrations } from './migrations/index.js';

/** A table and its columns, in the order of the file. */
export interface KeptTable {
  name: string;
  columns: string[];
}

/** What stands beside the tables of a dump. */
export interface Manifest {
  format: 1;
  /** The last migration of the database that it was made from. */
  version: string;
  /** In the order they are read and written. */
  tables: (KeptTable & { rows: number })[];
}

export const MANIFEST = 'manifest.json';

/**
 * Not dumped. Roll-ups are computed from heartbeats again after a restore, when all days are dirty, and so are leaderboards, statistics of
 * the instance, sums of organizations and the time behind commits; whether goals are met is looked at then; ids are counted again; counters of
 * limits, and what is on its way from GitHub, are of the moment.
 */
const LEFT_OUT = new Set([
  'rollups',
  'daily_rollups',
  'daily_hours',
  'user_agent_days',
  'ai_session_rollups',
  'dirty_days',
  'dimension_counters',
  'limit_counters',
  'goal_checks',
  'leader_entries',
  'instance_stats',
  'org_sums',
  'org_sum_states',
  'forge_states',
  'pushed_files',
  'webhook_deliveries',
  'commit_times',
  'commit_days',
  'commit_sightings',
]);

/** Columns that are not dumped: tokens of others, encrypted as they are. Whoever restores asks people to connect again. */
const LEFT_OUT_COLUMNS = new Set(['forge_connections.token_enc', 'forge_connections.refresh_enc', 'forge_connections.key_id']);

export const VERSION = must(migrations.at(-1), 'migration').name;

/**
 * The tables that are kept, with their columns: heartbeats and external durations first, then by name. Where each server of a cluster gives a
 * snapshot of its own, none of them is then without the rows that it refers to.
 */
export function keptTables(orm: MikroORM): KeptTable[] {
  return [...orm.getMetadata().getAll().values()]
    .filter((meta) => meta.tableName && !meta.abstract && !LEFT_OUT.has(meta.tableName))
    .map((meta) => ({ name: meta.tableName, columns: columnsOf(meta) }))
    .toSorted((a, b) => placeOf(a) - placeOf(b) || (a.name < b.name ? -1 : 1));
}

function columnsOf({ tableName, props }: { tableName: string; props: readonly { fieldNames?: readonly string[] }[] }): string[] {
  return props.flatMap(({ fieldNames = [] }) => fieldNames).filter((column) => !LEFT_OUT_COLUMNS.has(`${tableName}.${column}`));
}

/** The names of all tables. */
export function tableNames(orm: MikroORM): string[] {
  return [...orm.getMetadata().getAll().values()].filter((meta) => meta.tableName && !meta.abstract).map((meta) => meta.tableName);
}

const REFERRING = ['heartbeats', 'external_durations'];
const placeOf = ({ name }: KeptTable): number => (REFERRING.includes(name) ? REFERRING.indexOf(name) : REFERRING.length);

export const fileOf = (table: string): string => `${table}.csv.gz`;
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A connection of its own for a long copy, in one transaction. Rolled back when `work` fails. */
export async function inTransaction<T>(
  databaseUrl: string,
  begin: string,
  work: (client: InstanceType<typeof Client>) => Promise<T>,
): Promise<T> {
  const client = new Client(connectionTo(databaseUrl, 'dump'));
  await client.connect();
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } finally {
    await client.end();
  }
}
