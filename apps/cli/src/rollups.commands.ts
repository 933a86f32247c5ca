import { RebuildRollUps } from '@app/analytics';
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

  async run(_: string[], { user }: { user?: string }): Promise<void> {
    const began = Date.now();
    const userId = user === undefined ? undefined : await this.queries.execute(new FindUser(user));
    const days = await this.commands.execute(new RebuildRollUps(userId, progress));
    process.stderr.write('\n');
    process.stdout.write(`${days} days rolled up in ${((Date.now() - began) / 1000).toFixed(1)} s.\n`);
  }

  @Option({ flags: '--user <username>', description: 'only this user; left out: everyone' })
  parseUser(value: string): string {
    return value;
  }
}

function progress(done: number, left: number): void {
  if (left === 0 || done % 20 === 0) process.stderr.write(`\r${done} days done, ${left} left  `);
}
