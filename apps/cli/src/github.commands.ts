import { OPERATOR } from '@app/core';
import { RotateKeys } from '@app/github';
import { CommandBus } from '@nestjs/cqrs';
import { Command, CommandRunner } from 'nest-commander';

@Command({
  name: 'github:rotate-keys',
  description: 'Encrypt the tokens of GitHub with the first key of TOKEN_KEYS. Then the others can be taken away.',
})
export class GithubRotateKeysCommand extends CommandRunner {
  constructor(private readonly commands: CommandBus) {
    super();
  }

  async run(): Promise<void> {
    const { rotated, lost } = await this.commands.execute(new RotateKeys(OPERATOR));
    const others = lost === 0 ? '' : ` ${lost} cannot be opened by any key: their users must connect again.`;
    process.stdout.write(`${rotated} connections are encrypted with the first key now.${others}\n`);
  }
}
