import path from 'node:path';
import { callersFolder, OPERATOR } from '@app/core';
import { DumpDatabase, RestoreDatabase } from '@app/database';
import { CommandBus } from '@nestjs/cqrs';
import { Command, CommandRunner } from 'nest-commander';

export const RESTORE = 'database:restore';

@Command({
  name: 'database:dump',
  arguments: '<folder>',
  description: 'Write everything into a new folder, as of one moment, while Chronova runs. Readable by every PostgreSQL version.',
})
export class DatabaseDumpCommand extends CommandRunner {
  constructor(private readonly commands: CommandBus) {
    super();
  }

  async run([name = '']: string[]): Promise<void> {
    const folder = path.resolve(callersFolder(), name);
    await this.commands.execute(new DumpDatabase(OPERATOR, folder, (table) => process.stderr.write(`${table} written\n`)));
    process.stdout.write(`Everything is in ${folder}. Keep it as private as your keys.\n`);
  }
}

@Command({
  name: RESTORE,
  arguments: '<folder>',
  description: 'Fill a database without heartbeats from such a folder, all or nothing, while Chronova is stopped.',
})
export class DatabaseRestoreCommand extends CommandRunner {
  constructor(private readonly commands: CommandBus) {
    super();
  }

  async run([name = '']: string[]): Promise<void> {
    const folder = path.resolve(callersFolder(), name);
    await this.commands.execute(new RestoreDatabase(OPERATOR, folder, (table) => process.stderr.write(`${table} filled\n`)));
    process.stdout.write('Everything is back. Start Chronova; keys work as before.\n');
  }
}
