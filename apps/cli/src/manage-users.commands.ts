import { OPERATOR } from '@app/core';
import { ChangeUser, DeleteUser, FindUser, GetUser, type ListedUser, ListUsers, type UserProfile } from '@app/users';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Command, CommandRunner, Option } from 'nest-commander';
import { pageNumber, pageOf } from './paging.js';
import { toFooter, toMinute, toTable } from './table.js';
import { Misuse } from './usage.js';

@Command({
  name: 'user:list',
  arguments: '[search]',
  description: 'List accounts, the oldest first, 50 a page; with a part of a username, name or e-mail address, only those that have it.',
})
export class UserListCommand extends CommandRunner {
  constructor(private readonly queries: QueryBus) {
    super();
  }

  async run([search]: string[], { page }: { page?: number }): Promise<void> {
    const { users, total } = await this.queries.execute(new ListUsers(OPERATOR, pageOf(page), search));
    const table = toTable(['username', 'name', 'e-mail', 'role', 'state', 'keys', 'last active', 'made (UTC)'], users.map(toCells));
    process.stdout.write(`${table}${toFooter('Accounts', total, pageOf(page))}`);
  }

  @Option({ flags: '--page <number>', description: 'which page; left out: the first' })
  parsePage(value: string): number {
    return pageNumber(value);
  }
}

function toCells(user: ListedUser): string[] {
  return [
    user.username,
    user.displayName,
    user.email === null ? '-' : `${user.email}${user.emailConfirmed ? '' : ' (not confirmed)'}`,
    user.isOwner ? 'owner' : user.isAdmin ? 'admin' : 'user',
    user.disabled ? 'disabled' : 'active',
    String(user.keys),
    user.lastActiveDay ?? 'never',
    toMinute(user.createdAt),
  ];
}

@Command({
  name: 'user:disable',
  arguments: '<username>',
  description: 'Lock an account: its keys, sessions and password are refused within a second. What it has stays.',
})
export class UserDisableCommand extends CommandRunner {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {
    super();
  }

  async run([username = '']: string[]): Promise<void> {
    const { publicId } = await userCalled(this.queries, username);
    const user = await this.commands.execute(new ChangeUser(OPERATOR, publicId, { disabled: true }));
    process.stdout.write(`${user.username} is disabled. user:enable undoes it.\n`);
  }
}

@Command({ name: 'user:enable', arguments: '<username>', description: 'Unlock a disabled account. Its keys and its password work again.' })
export class UserEnableCommand extends CommandRunner {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {
    super();
  }

  async run([username = '']: string[]): Promise<void> {
    const { publicId } = await userCalled(this.queries, username);
    const user = await this.commands.execute(new ChangeUser(OPERATOR, publicId, { disabled: false }));
    process.stdout.write(`${user.username} is enabled.\n`);
  }
}

@Command({
  name: 'user:delete',
  arguments: '<username>',
  description:
    'Delete an account and all that it has, for ever. Stopped in between, the same command goes on. The owner cannot be deleted.',
})
export class UserDeleteCommand extends CommandRunner {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {
    super();
  }

  async run([name = '']: string[], { yes }: { yes?: boolean }): Promise<void> {
    const { id, username } = await userCalled(this.queries, name);
    if (!yes)
      throw new Misuse(
        `This deletes ${username} and every heartbeat, key and setting of that account, for ever. If you mean it, add --yes.`,
      );
    await this.commands.execute(new DeleteUser(OPERATOR, id, (rows) => process.stderr.write(`\r${rows} rows deleted  `)));
    process.stderr.write('\n');
    process.stdout.write(`${username} is deleted. Dumps that were made before still have the account.\n`);
  }

  @Option({ flags: '--yes', description: 'that you mean it' })
  parseYes(): boolean {
    return true;
  }
}

async function userCalled(queries: QueryBus, name: string): Promise<UserProfile> {
  return queries.execute(new GetUser(OPERATOR, await queries.execute(new FindUser(OPERATOR, name))));
}
