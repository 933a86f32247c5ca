import { OPERATOR } from '@app/core';
import { type ApiKeyFacts, CreateApiKey, FindUser, ListApiKeys, RevokeApiKey, RevokeApiKeys, SCOPES } from '@app/users';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Command, CommandRunner, Option } from 'nest-commander';
import { pageNumber, pageOf } from './paging.js';
import { toFooter, toMinute, toTable } from './table.js';

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
  name: 'key:list',
  arguments: '<username>',
  description: "List a user's API keys that were not revoked, the newest first, 50 a page.",
})
export class KeyListCommand extends CommandRunner {
  constructor(private readonly queries: QueryBus) {
    super();
  }

  async run([username = '']: string[], { page }: { page?: number }): Promise<void> {
    const userId = await this.queries.execute(new FindUser(OPERATOR, username));
    const { keys, total } = await this.queries.execute(new ListApiKeys(OPERATOR, userId, pageOf(page)));
    const table = toTable(['key', 'name', 'what it may do', 'made (UTC)', 'last used', 'expires', 'id'], keys.map(toCells));
    process.stdout.write(`${table}${toFooter('Keys', total, pageOf(page))}`);
  }

  @Option({ flags: '--page <number>', description: 'which page; left out: the first' })
  parsePage(value: string): number {
    return pageNumber(value);
  }
}

function toCells({ prefix, name, scopes, createdAt, lastUsedAt, expiresAt, id }: ApiKeyFacts): string[] {
  return [`${prefix}…`, name, scopes.join(', '), toMinute(createdAt), toMinute(lastUsedAt), toMinute(expiresAt), id];
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

@Command({
  name: 'key:revoke-all',
  arguments: '<username>',
  description: 'Take all keys of a user away and end all sessions. Refused everywhere within a second. The password stays.',
})
export class KeyRevokeAllCommand extends CommandRunner {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {
    super();
  }

  async run([username = '']: string[]): Promise<void> {
    const userId = await this.queries.execute(new FindUser(OPERATOR, username));
    const { keys, sessions } = await this.commands.execute(new RevokeApiKeys(OPERATOR, userId));
    process.stdout.write(`Keys revoked: ${keys}, sessions ended: ${sessions}. key:create makes a new key.\n`);
  }
}
