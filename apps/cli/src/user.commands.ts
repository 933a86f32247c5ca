import { Env, machineZone, OPERATOR } from '@app/core';
import { ChangeTimeSettings, CreateApiKey, CreateUser, FindUser, type TimeSettingsChange } from '@app/users';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Command, CommandRunner, Option } from 'nest-commander';
import { Misuse } from './usage.js';

@Command({ name: 'user:create', arguments: '<username>', description: 'Make an account with a first API key, and print that key once.' })
export class UserCreateCommand extends CommandRunner {
  constructor(
    private readonly commands: CommandBus,
    private readonly env: Env,
  ) {
    super();
  }

  async run([username = '']: string[], { zone }: { zone?: string }): Promise<void> {
    const user = await this.commands.execute(new CreateUser(OPERATOR, username, zone ?? machineZone(this.env)));
    const { key } = await this.commands.execute(new CreateApiKey(OPERATOR, user.userId, 'First key'));
    process.stdout.write(`User ${user.username} (${user.publicId})\nAPI key, shown only this once: ${key}\n`);
  }

  @Option({ flags: '--zone <name>', description: "IANA time zone, such as Europe/Berlin; left out: this machine's" })
  parseZone(value: string): string {
    return value;
  }
}

@Command({ name: 'user:set', arguments: '<username>', description: "Change how a user's heartbeats become time. All history follows." })
export class UserSetCommand extends CommandRunner {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {
    super();
  }

  async run([username = '']: string[], change: TimeSettingsChange): Promise<void> {
    if (Object.keys(change).length === 0) throw new Misuse('Give at least one of --zone, --timeout and --writes-only.');
    const userId = await this.queries.execute(new FindUser(OPERATOR, username));
    const changed = await this.commands.execute(new ChangeTimeSettings(OPERATOR, userId, change));
    process.stdout.write(
      `Changed: ${Object.entries(changed)
        .map(([name, value]) => `${name} = ${String(value)}`)
        .join(', ')}\n`,
    );
  }

  @Option({ flags: '--zone <name>', description: 'IANA time zone that days are cut in, such as Europe/Berlin' })
  parseZone(value: string): string {
    return value;
  }

  @Option({ flags: '--timeout <minutes>', description: 'keystroke timeout, 1 to 240' })
  parseTimeout(value: string): number {
    return Number(value);
  }

  @Option({ flags: '--writes-only <true|false>', name: 'writesOnly', description: 'whether only heartbeats that saved a file count' })
  parseWritesOnly(value: string): boolean {
    if (value !== 'true' && value !== 'false') throw new Misuse('--writes-only: use true or false.');
    return value === 'true';
  }
}
