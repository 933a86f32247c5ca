import { createWriteStream } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type Actor, badParameter, Env, must } from '@app/core';
import { MikroORM } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { to as copyTo } from 'pg-copy-streams';
import { fileOf, inTransaction, keptTables, type Manifest, MANIFEST, quoted, VERSION } from './dump.js';

/**
 * Writes everything that cannot be computed again into a new or empty folder, as of one moment, while Chronova runs: a file a table, which
 * any PostgreSQL version and `RestoreDatabase` can read. It holds hashes of keys and e-mail addresses: only the caller may read the folder.
 */
export class DumpDatabase extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly folder: string,
    /** Hears of each table when it is written. */
    readonly onTable: (name: string) => void = () => {},
  ) {
    super();
  }
}

@CommandHandler(DumpDatabase)
export class DumpDatabaseHandler implements ICommandHandler<DumpDatabase> {
  constructor(
    private readonly orm: MikroORM,
    private readonly env: Env,
  ) {}

  async execute({ folder, onTable }: DumpDatabase): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if ((await readdir(folder)).length > 0) throw badParameter('folder', `${folder} is not empty; name a new one.`);
    const tables: Manifest['tables'] = [];
    await inTransaction(this.env.DATABASE_URL, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', async (client) => {
      for (const { name, columns } of keptTables(this.orm)) {
        const rows = client.query(copyTo(`COPY (SELECT ${columns.map(quoted).join(', ')} FROM ${quoted(name)}) TO STDOUT (FORMAT csv)`));
        await pipeline(rows, createGzip(), createWriteStream(path.join(folder, fileOf(name)), { mode: 0o600 }));
        tables.push({ name, columns, rows: must(rows.rowCount, 'number of rows') });
        onTable(name);
      }
    });
    // Last: a folder without it is not a whole dump.
    await writeFile(path.join(folder, MANIFEST), JSON.stringify({ format: 1, version: VERSION, tables }, null, 2), { mode: 0o600 });
  }
}
