import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { badParameter, DomainError, Env } from '@app/core';
import { MikroORM } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { fileOf, inTransaction, keptTables, type Manifest, MANIFEST, quoted } from './dump.js';
import { restartTimeSql } from './mark-days.js';
import { migrations } from './migrations/index.js';

/**
 * Fills a database without heartbeats from the folder of a `DumpDatabase`, all or nothing. Accounts that a first start made are replaced.
 * Answers are right at once; roll-ups follow. Refused: a folder that is no whole dump or of a newer version, a database with heartbeats,
 * a Chronova that runs on it.
 */
export class RestoreDatabase extends Command<void> {
  constructor(
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
      for (const { name } of dump.tables) await client.query(`DELETE FROM ${quoted(name)}`);
      for (const { name, columns } of dump.tables) {
        const rows = client.query(copyFrom(`COPY ${quoted(name)} (${columns.map(quoted).join(', ')}) FROM STDIN (FORMAT csv)`));
        await pipeline(createReadStream(path.join(folder, fileOf(name))), createGunzip(), rows);
        if (columns.includes('id')) await client.query(NEXT_ID(name), [name]);
        onTable(name);
      }
      await client.query(restartTimeSql('(SELECT id FROM users ORDER BY id)'));
    });
  }

  /** Only tables and columns that there are: their names become part of statements. */
  private async manifestOf(folder: string): Promise<Manifest> {
    const text = await readFile(path.join(folder, MANIFEST), 'utf8').catch(() => undefined);
    if (text === undefined) throw badParameter('folder', `${folder} holds no whole dump: it has no ${MANIFEST}.`);
    const dump: Manifest = JSON.parse(text);
    if (dump.format !== 1 || !migrations.some((m) => m.name === dump.version)) {
      throw badParameter(
        'folder',
        `${folder} was made by a newer Chronova (${dump.version}); restore it with that version or a later one.`,
      );
    }
    const known = new Map(keptTables(this.orm).map((t) => [t.name, new Set(t.columns)]));
    for (const { name, columns } of dump.tables) {
      const strange = columns.find((c) => !known.get(name)?.has(c));
      if (strange !== undefined) throw badParameter('folder', `There is no ${name}.${strange} in this version.`);
    }
    return dump;
  }
}

async function refuseUnlessEmpty(client: InstanceType<typeof Client>): Promise<void> {
  const { rows } = await client.query(
    `SELECT EXISTS (SELECT FROM heartbeats) AS filled,
            EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name IN ('chronova fast lane', 'chronova queue')) AS running`,
  );
  const [{ filled, running } = { filled: true, running: true }]: { filled: boolean; running: boolean }[] = rows;
  if (running) throw new DomainError('conflict', 'database.in-use', 'Chronova runs on this database. Stop it, restore, start it again.');
  if (filled) {
    throw new DomainError(
      'conflict',
      'database.filled',
      'This database has heartbeats already. Restore into a new one: another DATA_DIR, or an empty DATABASE_URL.',
    );
  }
}

/** The next id is one that the table has not. Ids that nothing counts (a heartbeat's) are left alone. */
const NEXT_ID = (table: string): string => `
  SELECT setval(s, (SELECT coalesce(max(id::text::bigint), 0) + 1 FROM ${quoted(table)}), false)
    FROM pg_get_serial_sequence($1, 'id') AS s WHERE s IS NOT NULL`;
