import { setTimeout as sleep } from 'node:timers/promises';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isNativeError } from 'node:util/types';
import { createGunzip } from 'node:zlib';
import { type Actor, badParameter, DomainError, Env } from '@app/core';
import { MikroORM } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { plainToInstance, Type } from 'class-transformer';
import { Equals, IsArray, IsInt, IsString, validateSync, ValidateNested } from 'class-validator';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { fileOf, inTransaction, keptTables, type Manifest, MANIFEST, quoted, tableNames } from './dump.js';
import { RESTART_TIME } from './dirty-days.js';
import { migrations } from './migrations/index.js';
import { LOCK_MIGRATIONS, TRY_INSTANCE_ALONE } from './locks.js';

const LEAVING_MS = 3_000;
/** Rows of the audit log go only where a transaction says so. */
const ALLOW = `SELECT set_config('chronova.audit', 'restore', true)`;

/**
 * Fills a database without heartbeats from the folder of a `DumpDatabase`, all or nothing. Accounts that a first start made are replaced.
 * Answers are right at once; roll-ups follow. Refused: a folder that is no whole dump or of a newer version, a database with heartbeats,
 * a Chronova that runs on it.
 */
export class RestoreDatabase extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly folder: string,
    /** Hears of each table when it is filled. */
    readonly onTable: (name: string) => void = () => {},
  ) {
    super();
  }
}

@CommandHandler(RestoreDatabase)
export class RestoreDatabaseHandler implements ICommandHandler<RestoreDatabase> {
  constructor(
    private readonly orm: MikroORM,
    private readonly env: Env,
  ) {}

  async execute({ folder, onTable }: RestoreDatabase): Promise<void> {
    const dump = await this.manifestOf(folder);
    await inTransaction(this.env.DATABASE_URL, 'BEGIN', async (client) => {
      await refuseUnlessEmpty(client);
      await client.query(ALLOW);
      // Of all tables: what the dump does not know would else belong to somebody else.
      for (const name of tableNames(this.orm)) await client.query(`DELETE FROM ${quoted(name)}`);
      const hasShownNames = hasColumn(dump, GONE);
      if (hasShownNames) await client.query('ALTER TABLE projects ADD shown_name text');
      for (const table of dump.tables) {
        await fill(client, folder, table);
        onTable(table.name);
      }
      if (!hasColumn(dump, { table: 'activities', column: 'file_language' })) await client.query(FILL_FILE_LANGUAGES);
      if (hasShownNames) await client.query('ALTER TABLE projects DROP shown_name');
      await client.query(COUNT_DIMENSIONS);
      await restartTimeOfAll(client);
    });
  }

  /** Names of tables and columns become part of statements and paths: only those that there are. */
  private async manifestOf(folder: string): Promise<Manifest> {
    const text = await readFile(path.join(folder, MANIFEST), 'utf8').catch(() => undefined);
    if (text === undefined) throw badParameter('folder', `${folder} holds no whole dump: it has no ${MANIFEST}.`);
    const dump = parseManifest(text);
    if (!dump) throw badParameter('folder', `${folder} holds no dump that can be read: its ${MANIFEST} is damaged.`);
    if (!migrations.some((m) => m.name === dump.version)) {
      throw badParameter(
        'folder',
        `${folder} was made by a newer Chronova (${dump.version}); restore it with that version or a later one.`,
      );
    }
    const known = new Map(keptTables(this.orm).map((t) => [t.name, new Set(t.columns)]));
    known.get(GONE.table)?.add(GONE.column);
    for (const { name, columns } of dump.tables) {
      const strange = !known.has(name) || columns.length === 0 ? '*' : columns.find((c) => !known.get(name)?.has(c));
      if (strange !== undefined) throw badParameter('folder', `There is no ${name}.${strange} in this version.`);
    }
    const names = dump.tables.map((t) => t.name);
    const missing = ALWAYS.find((name) => !names.includes(name));
    if (missing !== undefined || new Set(names).size < names.length) {
      throw badParameter(
        'folder',
        `${folder} holds no whole dump: ${missing ? `the table ${missing} is missing` : 'a table is there twice'}.`,
      );
    }
    return dump;
  }
}

/** The tables of the first version: no dump is without them. */
const ALWAYS = ['users', 'api_keys', 'projects', 'activities', 'entities', 'user_agents', 'heartbeats'];

/** What dumps of earlier versions have and the schema has not any more: it is read and left out. */
const GONE = { table: 'projects', column: 'shown_name' };

function hasColumn({ tables }: Manifest, { table, column }: typeof GONE): boolean {
  return tables.some(({ name, columns }) => name === table && columns.includes(column));
}

class ManifestTable {
  @IsString()
  name: string;

  @IsString({ each: true })
  columns: string[];

  @IsInt()
  rows: number;
}

class ManifestForm implements Manifest {
  @Equals(1)
  format: 1;

  @IsString()
  version: string;

  @IsArray()
  @ValidateNested()
  @Type(() => ManifestTable)
  tables: ManifestTable[];
}

function parseManifest(text: string): Manifest | undefined {
  try {
    const form = plainToInstance(ManifestForm, JSON.parse(text));
    return form instanceof ManifestForm && validateSync(form).length === 0 ? form : undefined;
  } catch {
    return undefined;
  }
}

async function fill(
  client: InstanceType<typeof Client>,
  folder: string,
  { name, columns, rows }: Manifest['tables'][number],
): Promise<void> {
  const file = path.join(folder, fileOf(name));
  const copy = client.query(copyFrom(`COPY ${quoted(name)} (${columns.map(quoted).join(', ')}) FROM STDIN (FORMAT csv)`));
  try {
    await pipeline(createReadStream(file), createGunzip(), copy);
  } catch (error) {
    const code = isNativeError(error) && 'code' in error ? String(error.code) : '';
    // A file that is not there or cut off, or rows that are not the table's.
    if (/^(E[A-Z]+|Z_|ERR_|22|23)/.test(code)) throw badParameter('folder', `${file} cannot be read (${code}). Nothing was restored.`);
    throw error;
  }
  if (copy.rowCount !== rows) throw badParameter('folder', `${file} has ${copy.rowCount} rows in place of ${rows}. Nothing was restored.`);
  if (columns.includes('id')) await countFrom(client, name);
}

/** Whether no api and no worker runs. One that is about to end is waited for. */
async function isAlone(client: InstanceType<typeof Client>): Promise<boolean> {
  for (const end = Date.now() + LEAVING_MS; ; await sleep(100)) {
    const [row]: { alone: boolean }[] = (await client.query(TRY_INSTANCE_ALONE)).rows;
    if (row?.alone) return true;
    if (Date.now() > end) return false;
  }
}

async function refuseUnlessEmpty(client: InstanceType<typeof Client>): Promise<void> {
  // An api that starts meanwhile waits with its migrations until this is over.
  await client.query(LOCK_MIGRATIONS);
  if (!(await isAlone(client)))
    throw new DomainError('conflict', 'database.in-use', 'Chronova runs on this database. Stop it, restore, start it again.');
  const [{ filled } = { filled: true }]: { filled: boolean }[] = (
    await client.query('SELECT EXISTS (SELECT 1 FROM heartbeats) OR EXISTS (SELECT 1 FROM external_durations) AS filled')
  ).rows;
  if (filled) {
    throw new DomainError(
      'conflict',
      'database.filled',
      'This database has heartbeats already, or external durations. Restore into a new one: another DATA_DIR, or an empty DATABASE_URL.',
    );
  }
}

/** Counts every user's dimension ids from the rows that there are. Rules and renames are those of their first version. */
const COUNT_DIMENSIONS = `
  INSERT INTO dimension_counters (user_id, activities, entities, user_agents, projects, naming_version)
  SELECT user_id, max(activities), max(entities), max(user_agents), max(projects), max(naming)
    FROM (SELECT user_id, max(id) AS activities, 0 AS entities, 0 AS user_agents, 0 AS projects, 0 AS naming FROM activities GROUP BY user_id
          UNION ALL SELECT user_id, 0, max(id), 0, 0, 0 FROM entities GROUP BY user_id
          UNION ALL SELECT user_id, 0, 0, max(id), 0, 0 FROM user_agents GROUP BY user_id
          UNION ALL SELECT user_id, 0, 0, 0, max(id), 0 FROM projects GROUP BY user_id
          UNION ALL SELECT user_id, 0, 0, 0, 0, 1 FROM renames GROUP BY user_id
          UNION ALL SELECT user_id, 0, 0, 0, 0, 1 FROM rules GROUP BY user_id) ids
   GROUP BY user_id`;

/** Of activities of a dump that is older than the column. */
const FILL_FILE_LANGUAGES = `UPDATE activities SET file_language = language WHERE sent_language = '' AND language <> ''`;

/** The next id is one that the table has not. Ids that no sequence counts are left alone. */
async function countFrom(client: InstanceType<typeof Client>, table: string): Promise<void> {
  const { rows } = await client.query<{ sequence: string | null }>(`SELECT pg_get_serial_sequence($1, 'id') AS sequence`, [table]);
  const sequence = rows[0]?.sequence;
  if (sequence) await client.query(`SELECT setval($1, (SELECT coalesce(max(id), 0) + 1 FROM ${quoted(table)}), false)`, [sequence]);
}

/** One statement a user: what is found by recursion must be one user's, where users lie on several servers. */
async function restartTimeOfAll(client: InstanceType<typeof Client>): Promise<void> {
  const { rows } = await client.query<{ id: number }>('SELECT id FROM users ORDER BY id');
  for (const { id } of rows) await client.query(RESTART_TIME, [id]);
}
