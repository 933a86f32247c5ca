import { readFileSync } from 'node:fs';
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
  const kept = keptByNpm(command.options.filter((option) => command.getOptionValueSource(option.attributeName()) !== 'cli'));
  if (kept.length === 0) return;
  const names = kept.map((name) => `--${name}`).join(', ');
  command.error(`error: npm kept ${names} for itself. Put -- before the options: npm run cli -- ${command.name()} … --${kept[0]} …`);
}

/** The names of the options that npm was given: it hands them on as npm_config_…, as it does what its own configuration file has. */
function keptByNpm(options: readonly Option[], env = process.env): string[] {
  if (env['npm_lifecycle_event'] === undefined) return [];
  const configured = configurationOf(env['npm_config_userconfig']);
  return options
    .map(({ long = '' }) => long.replace(/^--/, ''))
    .filter((name) => env[`npm_config_${name.replaceAll('-', '_')}`] !== undefined)
    .filter((name) => !new RegExp(`^\\s*${name}\\s*=`, 'm').test(configured));
}

function configurationOf(file: string | undefined): string {
  try {
    return file === undefined ? '' : readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
