import { OPERATOR } from '@app/core';
import { SendTestMail } from '@app/users';
import { CommandBus } from '@nestjs/cqrs';
import { Command, CommandRunner } from 'nest-commander';

@Command({
  name: 'mail:test',
  arguments: '<address>',
  description: 'Send a mail through SMTP_URL and wait for the answer of the mail server. Prints why, if it refuses.',
})
export class MailTestCommand extends CommandRunner {
  constructor(private readonly commands: CommandBus) {
    super();
  }

  async run([address = '']: string[]): Promise<void> {
    await this.commands.execute(new SendTestMail(OPERATOR, address));
    process.stdout.write('The mail server took the mail. Look whether it arrives, and not as spam.\n');
  }
}
