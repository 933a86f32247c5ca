import { keptByNpm } from '@app/core';
import type { INestApplicationContext } from '@nestjs/common';
import { CommandRunnerService } from 'nest-commander';

/** What is used of the parser (commander), whose types are the runner's own. */
interface Command {
  commands: readonly Command[];
  options: readonly Option[];
  name(): string;
  allowExcessArguments(allowed: boolean): unknown;
  exitOverride(ended: (error: Error) => never): unknown;
  hook(event: 'preAction', listener: (command: Command) => void): unknown;
  getOptionValueSource(attribute: string): string | undefined;
  error(message: string): never;
}

interface Option {
  long?: string | undefined;
  attributeName(): string;
}

/** A command line that says what no command can do, with what to write instead. */
export class Misuse extends Error {}

/**
 * Makes every command refuse what it would otherwise ignore: arguments that it does not take, and options that npm kept for itself because
 * `--` was left out. `npm run cli key:create ada --scope read_stats` would make a key that may do everything. `ended` gets the error of the
 * parser after it is printed.
 */
export function refuseMisuse(app: INestApplicationContext, ended: (error: Error) => never): void {
  const parser: Command = app.get(CommandRunnerService)['commander'];
  for (const command of parser.commands) {
    command.allowExcessArguments(false);
    command.exitOverride(ended);
    command.hook('preAction', refuseKeptOptions);
  }
}

function refuseKeptOptions(command: Command): void {
  const notGiven = command.options.filter((option) => command.getOptionValueSource(option.attributeName()) !== 'cli');
  const kept = keptByNpm(notGiven.map(({ long = '' }) => long.replace(/^--/, '')));
  if (kept.length === 0) return;
  const names = kept.map((name) => `--${name}`).join(', ');
  command.error(`error: npm kept ${names} for itself. Put -- before the options: npm run cli -- ${command.name()} … --${kept[0]} …`);
}
