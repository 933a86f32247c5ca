import { OPERATOR } from '@app/core';
import { EnqueueReread, RereadNames } from '@app/heartbeats';
import { UNWATCHED } from '@app/queue';
import { FindUser } from '@app/users';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Command, CommandRunner, Option } from 'nest-commander';

@Command({
  name: 'names:reread',
  description:
    'Read user agents, languages and names of before again, as this version reads them. Workers do so by themselves after an upgrade.',
})
export class NamesRereadCommand extends CommandRunner {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {
    super();
  }

  async run(_: string[], { user, background }: { user?: string; background?: boolean }): Promise<void> {
    const userId = user === undefined ? null : await this.queries.execute(new FindUser(OPERATOR, user));
    if (background) {
      const id = await this.commands.execute(new EnqueueReread(OPERATOR, userId));
      process.stdout.write(`The job ${id} is queued. jobs:list shows how far it is, jobs:cancel stops it.\n`);
      return;
    }
    const changed = await this.commands.execute(new RereadNames(OPERATOR, userId, { ...UNWATCHED, progress }));
    process.stdout.write(`All names are as this version reads them. ${changed} heartbeats were read otherwise before.\n`);
  }

  @Option({ flags: '--user <username>', description: 'only this user; left out: everyone' })
  parseUser(value: string): string {
    return value;
  }

  @Option({ flags: '--background', description: 'let a running worker do it, and return at once' })
  parseBackground(): boolean {
    return true;
  }
}

function progress(done: number, total: number): void {
  if (total > 0 && (done === total || done % 20 === 0)) process.stderr.write(`${done} of ${total} days done\n`);
}
