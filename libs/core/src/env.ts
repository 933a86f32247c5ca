import 'reflect-metadata';
import { plainToInstance, Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsNotEmpty, IsOptional, IsString, Matches, Max, Min, ValidateIf, validateSync } from 'class-validator';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const REGISTRATION = ['open', 'invite', 'closed'] as const;
const emptyIsUnset = Transform(({ value }) => (value === '' ? undefined : value));

/** Every variable that the apps read, with its default. `.env.example` says what each is for. */
export class Env {
  @Matches(/^postgres(ql)?:\/\/.+/, { message: 'DATABASE_URL must look like postgres://user:password@host:5432/database' })
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

  @emptyIsUnset
  @IsIn(REGISTRATION, { message: `REGISTRATION must be one of ${REGISTRATION.join(', ')}` })
  REGISTRATION: (typeof REGISTRATION)[number] = 'invite';

  @emptyIsUnset
  @IsOptional()
  @Matches(/^smtps?:\/\/.+/, { message: 'SMTP_URL must look like smtp://user:password@mail.example.com:587' })
  SMTP_URL?: string;

  @emptyIsUnset
  @ValidateIf((env: Env) => env.SMTP_URL !== undefined || env.MAIL_FROM !== undefined)
  @Matches(/^[^\r\n]*[^\s<>]+@[^\s<>]+>?$/, {
    message: 'MAIL_FROM must be the sender of mails when SMTP_URL is set, such as Chronova <chronova@example.com>',
  })
  MAIL_FROM?: string;

  /** Set by `npm start` itself when the database is its own: then whoever can read the output is who runs the server. */
  @Transform(({ value }) => value === true || value === '1')
  @IsBoolean()
  EMBEDDED_DATABASE: boolean = false;
}

/** A wrong environment: one line that names every bad variable. */
export class BadEnvironment extends Error {}

/** Reads and checks the environment. Throws `BadEnvironment`; a door prints its message and exits. */
export function loadEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const known = Object.fromEntries(Object.entries(source).filter(([name, value]) => NAMES.has(name) && value !== ''));
  const env = plainToInstance(Env, { ...known }, { exposeDefaultValues: true });
  const problems = validateSync(env, { skipMissingProperties: false }).flatMap((p) => Object.values(p.constraints ?? {}));
  if (problems.length > 0) throw new BadEnvironment(`Chronova cannot start: ${[...new Set(problems)].join('; ')}.`);
  return env;
}

const NAMES = new Set([
  'DATABASE_URL',
  'REDIS_URL',
  'HOST',
  'PORT',
  'LOG_LEVEL',
  'PUBLIC_URL',
  'REGISTRATION',
  'SMTP_URL',
  'MAIL_FROM',
  'EMBEDDED_DATABASE',
]);

/** Where people and plugins find this server, without a slash at the end; `port` is the one that it listens on. */
export function publicUrl(env: Env, port = env.PORT): string {
  const host = env.HOST === '0.0.0.0' || env.HOST === '::' ? 'localhost' : env.HOST;
  return env.PUBLIC_URL ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
