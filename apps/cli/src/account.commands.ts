import { OPERATOR } from '@app/core';
import { FindUser, InviteUser, IssueClaimLink, IssueResetLink, SetPassword } from '@app/users';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Command, CommandRunner, Option } from 'nest-commander';
import { readPassword } from './read-password.js';

@Command({
  name: 'user:claim',
  arguments: '[username]',
  description:
    "Print a link, good once and for a day, by which the owner, or the named user, sets an e-mail address and a password. The account's keys stay.",
})
export class UserClaimCommand extends CommandRunner {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {
    super();
  }

  async run([username]: string[]): Promise<void> {
    const userId = username === undefined ? undefined : await this.queries.execute(new FindUser(OPERATOR, username));
    const link = await this.commands.execute(new IssueClaimLink(OPERATOR, userId));
    process.stdout.write(`Open this link within a day; it works once:\n\n    ${link}\n\n`);
  }
}

@Command({
  name: 'user:reset-link',
  arguments: '<username>',
  description: 'Print a link, good once and for an hour, by which a user who forgot the password sets a new one. Hand it on yourself.',
})
export class UserResetLinkCommand extends CommandRunner {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {
    super();
  }

  async run([username = '']: string[]): Promise<void> {
    const userId = await this.queries.execute(new FindUser(OPERATOR, username));
    const link = await this.commands.execute(new IssueResetLink(OPERATOR, userId));
    process.stdout.write(`Hand this link on within an hour; it works once:\n\n    ${link}\n\n`);
  }
}

@Command({
  name: 'user:invite',
  description: 'Make an invitation: a link, good once and for seven days, by which somebody signs up. Needed where REGISTRATION is invite.',
})
export class UserInviteCommand extends CommandRunner {
  constructor(private readonly commands: CommandBus) {
    super();
  }

  async run(_: string[], { email }: { email?: string }): Promise<void> {
    const { link, mailed, problem } = await this.commands.execute(new InviteUser(OPERATOR, email));
    if (problem !== undefined) process.stderr.write(`The link was not mailed. ${problem}\n`);
    process.stdout.write(
      `${mailed ? 'A mail with this link is on its way' : 'Send this link to the person who should sign up'}:\n\n    ${link}\n\n`,
    );
  }

  @Option({ flags: '--email <address>', description: 'only this address may use it; mailed there if SMTP_URL is set' })
  parseEmail(value: string): string {
    return value;
  }
}

@Command({
  name: 'user:set-password',
  arguments: '<username>',
  description:
    'Set a password for somebody who is locked out: asks for it, or reads the first line of the standard input. All sign-ins end.',
})
export class UserSetPasswordCommand extends CommandRunner {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {
    super();
  }

  async run([username = '']: string[]): Promise<void> {
    const userId = await this.queries.execute(new FindUser(OPERATOR, username));
    await this.commands.execute(new SetPassword(OPERATOR, userId, await readPassword()));
    process.stdout.write('Set. Every session and every key made by signing in has ended.\n');
  }
}
