import { EnqueueRebuild, RebuildRollUps } from '@app/analytics';
import { UNWATCHED } from '@app/queue';
import { OPERATOR } from '@app/core';
import { FindUser } from '@app/users';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Command, CommandRunner, Option } from 'nest-commander';

@Command({ name: 'rollups:rebuild', description: 'Compute all roll-ups anew. Answers stay right meanwhile.' })
export class RollupsRebuildCommand extends CommandRunner {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {
    super();
  }

  async run(_: string[], { user, background }: { user?: string; background?: boolean }): Promise<void> {
    const userId = user === undefined ? null : await this.queries.execute(new FindUser(OPERATOR, user));
    if (background) {
      const id = await this.commands.execute(new EnqueueRebuild(OPERATOR, userId));
      process.stdout.write(`The job ${id} is queued. jobs:list shows how far it is, jobs:cancel stops it.\n`);
      return;
    }
    const began = Date.now();
    const days = await this.commands.execute(new RebuildRollUps(OPERATOR, userId, { ...UNWATCHED, progress }));
    process.stderr.write('\n');
    process.stdout.write(`${days} days rolled up in ${((Date.now() - began) / 1000).toFixed(1)} s.\n`);
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
  if (done === total || done % 20 === 0) process.stderr.write(`\r${done} days done, ${total - done} left  `);
}
