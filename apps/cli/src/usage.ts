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
  error(message: string): never;
}

interface Option {
  long?: string | undefined;
}

/** A command line that says what no command can do, with what to write instead. */
export class Misuse extends Error {}

/**
 * Refuses what a command would otherwise ignore: arguments that it does not take, and options that npm kept for itself because `--` was left
 * out. `npm run cli key:create ada --scope read_stats` would make a key that may do everything. `ended` gets the error of the parser after it
 * is printed.
 */
export function refuseMisuse(app: INestApplicationContext, [name, ...given]: readonly string[], ended: (error: Error) => never): void {
  const parser: Command = app.get(CommandRunnerService)['commander'];
  for (const command of parser.commands) {
    command.allowExcessArguments(false);
    command.exitOverride(ended);
  }
  const asked = parser.commands.find((command) => command.name() === name);
  // Before anything is parsed: npm hands on the value of an option that it keeps, and that would be one argument too many.
  if (asked) refuseKeptOptions(asked, given);
}

function refuseKeptOptions(command: Command, given: readonly string[]): void {
  const names = command.options.map(({ long = '' }) => long);
  const kept = keptByNpm(names.filter((long) => !isGiven(long, given)).map((long) => long.replace(/^--/, '')));
  if (kept.length === 0) return;
  const list = kept.map((name) => `--${name}`).join(', ');
  command.error(`error: npm kept ${list} for itself. Put -- before the options: npm run cli -- ${command.name()} … --${kept[0]} …`);
}

function isGiven(long: string, given: readonly string[]): boolean {
  return given.some((argument) => argument === long || argument.startsWith(`${long}=`));
}
