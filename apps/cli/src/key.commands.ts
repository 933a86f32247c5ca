import { OPERATOR } from '@app/core';
import { CreateApiKey, FindUser, RevokeApiKey, SCOPES } from '@app/users';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Command, CommandRunner, Option } from 'nest-commander';

interface KeyOptions {
  name?: string;
  scope?: string[];
  expires?: string;
}

@Command({ name: 'key:create', arguments: '<username>', description: 'Give a user one more API key, and print it once.' })
export class KeyCreateCommand extends CommandRunner {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {
    super();
  }

  async run([username = '']: string[], { name, scope, expires }: KeyOptions): Promise<void> {
    const userId = await this.queries.execute(new FindUser(OPERATOR, username));
    const { id, key, scopes } = await this.commands.execute(
      new CreateApiKey(OPERATOR, userId, name ?? 'Made on the command line', { scopes: scope, expiresAt: expires }),
    );
    process.stdout.write(`API key, shown only this once: ${key}\nWhat it may do: ${scopes.join(', ')}\nIts id, for revoking it: ${id}\n`);
  }

  @Option({ flags: '--name <text>', description: 'what the key is for' })
  parseName(value: string): string {
    return value;
  }

  @Option({ flags: '--scope <name>', description: `what it may do, of ${SCOPES.join(', ')}; may be given several times; left out: full` })
  parseScope(value: string, before: string[] = []): string[] {
    return [...before, value];
  }

  @Option({ flags: '--expires <time>', description: 'when it stops working, such as 2027-01-31 or 2027-01-31T12:00:00Z; left out: never' })
  parseExpires(value: string): string {
    return value;
  }
}

@Command({
  name: 'key:revoke',
  arguments: '<username> <key>',
  description: 'Take a key away, by its id, its first 13 characters (waka_1a2b3c4d) or itself. Refused everywhere within a second.',
})
export class KeyRevokeCommand extends CommandRunner {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {
    super();
  }

  async run([username = '', key = '']: string[]): Promise<void> {
    await this.commands.execute(new RevokeApiKey(OPERATOR, await this.queries.execute(new FindUser(OPERATOR, username)), { anyName: key }));
    process.stdout.write('Revoked.\n');
  }
}
