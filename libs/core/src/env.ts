import 'reflect-metadata';
import { plainToInstance, Transform, Type } from 'class-transformer';
import { canonicalZone } from './zones.js';
import { IsIn, IsInt, IsNotEmpty, IsOptional, IsString, Matches, Max, Min, ValidateBy, validateSync } from 'class-validator';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const DATABASE_URL_FORM =
  'DATABASE_URL must look like postgres://user:password@host:5432/database, with %23 for a # in the password and so on';
const emptyIsUnset = Transform(({ value }) => (value === '' ? undefined : value));

/** Every variable that the apps read, with its default. `.env.example` says what each is for. */
export class Env {
  @Matches(/^postgres(ql)?:\/\/.+/, { message: DATABASE_URL_FORM })
  @ValidateBy({ name: 'url', validator: { validate: isUrl, defaultMessage: () => DATABASE_URL_FORM } })
  DATABASE_URL: string;

  @emptyIsUnset
  @IsOptional()
  @Matches(/^rediss?:\/\/.+/, { message: 'REDIS_URL must look like redis://host:6379' })
  REDIS_URL?: string;

  @emptyIsUnset
  @IsString()
  @IsNotEmpty({ message: 'HOST must be an address to listen on, such as 127.0.0.1 or 0.0.0.0' })
  HOST: string = '127.0.0.1';

  @emptyIsUnset
  @Type(() => Number)
  @IsInt({ message: 'PORT must be a whole number from 0 to 65535' })
  @Min(0, { message: 'PORT must be a whole number from 0 to 65535' })
  @Max(65_535, { message: 'PORT must be a whole number from 0 to 65535' })
  PORT: number = 3000;

  @emptyIsUnset
  @IsIn(LOG_LEVELS, { message: `LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}` })
  LOG_LEVEL: (typeof LOG_LEVELS)[number] = 'info';

  @emptyIsUnset
  @IsOptional()
  @Matches(/^https?:\/\/[^/]+.*[^/]$/, { message: 'PUBLIC_URL must look like https://time.example.com, without a slash at the end' })
  PUBLIC_URL?: string;
}

/** Where the person is that runs a command: npm itself goes to the repository's folder. */
export function callersFolder(): string {
  return process.env['INIT_CWD'] ?? process.cwd();
}

/** The machine's time zone: `TZ`, if it names one, else what the system says; UTC where neither is a zone. */
export function machineZone(): string {
  return canonicalZone(process.env['TZ'] ?? '') ?? canonicalZone(Intl.DateTimeFormat().resolvedOptions().timeZone) ?? 'UTC';
}

function isUrl(value: unknown): boolean {
  try {
    const { username, password } = new URL(String(value));
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}

/** A wrong environment: one line that names every bad variable. */
export class BadEnvironment extends Error {}

/** Reads and checks the environment. Throws `BadEnvironment`; a door prints its message and exits. */
export function loadEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const known = Object.fromEntries(Object.entries(source).filter(([name]) => NAMES.has(name)));
  const env = plainToInstance(Env, { ...known }, { exposeDefaultValues: true });
  const problems = validateSync(env, { skipMissingProperties: false }).flatMap((p) => Object.values(p.constraints ?? {}));
  if (problems.length > 0) throw new BadEnvironment(`Chronova cannot start: ${[...new Set(problems)].join('; ')}.`);
  return env;
}

const NAMES = new Set(['DATABASE_URL', 'REDIS_URL', 'HOST', 'PORT', 'LOG_LEVEL', 'PUBLIC_URL']);
