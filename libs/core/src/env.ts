import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import { plainToInstance, Transform, Type } from 'class-transformer';
import { BadDatabaseUrl, parseDatabaseUrl, PERCENT_ENCODED } from './database-url.js';
import { BadPriceList, parsePriceList } from './price-list.js';
import { canonicalZone } from './zones.js';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  validateSync,
} from 'class-validator';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const PUBLIC_URL_FORM = 'PUBLIC_URL must look like https://time.example.com or https://example.com/time, without a slash at the end';
const REDIS_URL_FORM = `REDIS_URL must look like redis://host:6379 or redis://user:password@host:6379, ${PERCENT_ENCODED}`;
const SMTP_URL_FORM = `SMTP_URL must look like smtp://user:password@mail.example.com:587, ${PERCENT_ENCODED}`;
const PROXY_WORDS = new Set(['loopback', 'linklocal', 'uniquelocal']);
const PER_TIME = (name: string, what: string): string => `${name} must be a whole number of ${what}, 0 for no limit`;
const PER_HOUR = (name: string): string => PER_TIME(name, 'requests');
const PROCESSES = 'API_PROCESSES must be a whole number from 1 to 64, or auto for one process per CPU core';
const ZONE = 'TZ must be an IANA time zone, such as Europe/Berlin or UTC';
const TOKEN_KEYS =
  'TOKEN_KEYS must be names and keys with commas between them, such as 2026:<key>, the one to write with first; a key is 32 bytes in base64: openssl rand -base64 32';
const FIRST_SYNC_DAYS = 'GITHUB_FIRST_SYNC_DAYS must be a whole number from 1 to 3650';
const REGISTRATION = ['open', 'invite', 'closed'] as const;
const ORGANIZATIONS = ['open', 'admins', 'closed'] as const;

/** Every variable that the apps read, with its default. `.env.example` says what each is for. */
export class Env {
  @ValidateBy({
    name: 'databaseUrl',
    validator: {
      validate: (value) => databaseUrlProblem(value) === undefined,
      defaultMessage: (given) => `DATABASE_URL ${databaseUrlProblem(given?.value)}`,
    },
  })
  DATABASE_URL: string;

  @IsOptional()
  @Matches(/^rediss?:\/\/.+/, { message: REDIS_URL_FORM })
  @ValidateBy({ name: 'url', validator: { validate: isUrl, defaultMessage: () => REDIS_URL_FORM } })
  REDIS_URL?: string;

  @IsString()
  @IsNotEmpty({ message: 'HOST must be an address to listen on, such as 127.0.0.1 or 0.0.0.0' })
  HOST: string = '127.0.0.1';

  @Type(() => Number)
  @IsInt({ message: 'PORT must be a whole number from 0 to 65535' })
  @Min(0, { message: 'PORT must be a whole number from 0 to 65535' })
  @Max(65_535, { message: 'PORT must be a whole number from 0 to 65535' })
  PORT: number = 3000;

  /** How many processes serve the API on the one port; `auto`, one per CPU core, is a number here already. */
  @Transform(({ value }) => (value === 'auto' ? Math.min(availableParallelism(), 64) : Number(value)))
  @IsInt({ message: PROCESSES })
  @Min(1, { message: PROCESSES })
  @Max(64, { message: PROCESSES })
  API_PROCESSES: number = 1;

  @IsIn(LOG_LEVELS, { message: `LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}` })
  LOG_LEVEL: (typeof LOG_LEVELS)[number] = 'info';

  @IsOptional()
  @ValidateBy({ name: 'publicUrl', validator: { validate: isPublicUrl, defaultMessage: () => PUBLIC_URL_FORM } })
  PUBLIC_URL?: string;

  @Type(() => Number)
  @IsInt({ message: PER_HOUR('RATE_LIMIT_PER_HOUR') })
  @Min(0, { message: PER_HOUR('RATE_LIMIT_PER_HOUR') })
  RATE_LIMIT_PER_HOUR: number = 1_000;

  @Type(() => Number)
  @IsInt({ message: PER_HOUR('INGEST_LIMIT_PER_HOUR') })
  @Min(0, { message: PER_HOUR('INGEST_LIMIT_PER_HOUR') })
  INGEST_LIMIT_PER_HOUR: number = 10_000;

  /** Of one address, as the next ones. */
  @Type(() => Number)
  @IsInt({ message: PER_TIME('SIGN_UP_LIMIT_PER_HOUR', 'sign-ups') })
  @Min(0, { message: PER_TIME('SIGN_UP_LIMIT_PER_HOUR', 'sign-ups') })
  SIGN_UP_LIMIT_PER_HOUR: number = 10;

  @Type(() => Number)
  @IsInt({ message: PER_TIME('SIGN_IN_LIMIT_PER_QUARTER_HOUR', 'sign-ins') })
  @Min(0, { message: PER_TIME('SIGN_IN_LIMIT_PER_QUARTER_HOUR', 'sign-ins') })
  SIGN_IN_LIMIT_PER_QUARTER_HOUR: number = 100;

  @Type(() => Number)
  @IsInt({ message: PER_TIME('PASSWORD_RESET_LIMIT_PER_HOUR', 'requests') })
  @Min(0, { message: PER_TIME('PASSWORD_RESET_LIMIT_PER_HOUR', 'requests') })
  PASSWORD_RESET_LIMIT_PER_HOUR: number = 5;

  @Type(() => Number)
  @IsInt({ message: PER_TIME('STRANGER_LIMIT_PER_MINUTE', 'requests') })
  @Min(0, { message: PER_TIME('STRANGER_LIMIT_PER_MINUTE', 'requests') })
  STRANGER_LIMIT_PER_MINUTE: number = 60;

  @Transform(({ value }) => (typeof value === 'string' ? value.split(',').flatMap((text) => text.trim() || []) : value))
  @ValidateBy(
    { name: 'proxies', validator: { validate: (value) => Array.isArray(value) && value.every(isProxy) } },
    { message: 'TRUSTED_PROXIES must be addresses or networks with commas between them, such as 127.0.0.1, 10.0.0.0/8' },
  )
  TRUSTED_PROXIES: string[] = [];

  @IsIn(REGISTRATION, { message: `REGISTRATION must be one of ${REGISTRATION.join(', ')}` })
  REGISTRATION: (typeof REGISTRATION)[number] = 'invite';

  @IsIn(ORGANIZATIONS, { message: `ORGANIZATIONS must be one of ${ORGANIZATIONS.join(', ')}` })
  ORGANIZATIONS: (typeof ORGANIZATIONS)[number] = 'open';

  /** Where the records are looked up that prove domains of organizations; none: at the servers of the machine. */
  @Transform(({ value }) => (typeof value === 'string' ? value.split(',').flatMap((text) => text.trim() || []) : value))
  @ValidateBy(
    { name: 'dnsServers', validator: { validate: (value) => Array.isArray(value) && value.every(isDnsServer) } },
    { message: 'DNS_SERVERS must be addresses with commas between them, each with a port or without, such as 9.9.9.9, [2620:fe::fe]:53' },
  )
  DNS_SERVERS: string[] = [];

  @IsOptional()
  @Matches(/^smtps?:\/\/.+/, { message: SMTP_URL_FORM })
  @ValidateBy({ name: 'url', validator: { validate: isUrl, defaultMessage: () => SMTP_URL_FORM } })
  SMTP_URL?: string;

  @ValidateIf((env: Env) => env.SMTP_URL !== undefined || env.MAIL_FROM !== undefined)
  @Matches(/^[^\r\n]*[^\s<>]+@[^\s<>]+>?$/, {
    message: 'MAIL_FROM must be the sender of mails when SMTP_URL is set, such as Chronova <chronova@example.com>',
  })
  MAIL_FROM?: string;

  /** Keys for what is stored encrypted, such as tokens of GitHub, see `tokenKeysOf`. */
  @IsOptional()
  @ValidateBy({
    name: 'tokenKeys',
    validator: { validate: (value) => tokenKeysOf(String(value)) !== undefined, defaultMessage: () => TOKEN_KEYS },
  })
  TOKEN_KEYS?: string;

  /** Where people read GitHub: GitHub itself or an Enterprise server. */
  @ValidateBy({
    name: 'webUrl',
    validator: { validate: isPublicUrl, defaultMessage: () => webUrlForm('GITHUB_URL', 'https://github.com') },
  })
  GITHUB_URL: string = 'https://github.com';

  /** Where its API is; left out: as GITHUB_URL tells, see `githubApiUrl`. */
  @IsOptional()
  @ValidateBy({
    name: 'webUrl',
    validator: { validate: isPublicUrl, defaultMessage: () => webUrlForm('GITHUB_API_URL', 'https://github.example.com/api/v3') },
  })
  GITHUB_API_URL?: string;

  /** Of a GitHub App, or of an OAuth App. */
  @IsOptional()
  @Matches(/^[\w.-]{1,100}$/, { message: 'GITHUB_CLIENT_ID must be the client id of a GitHub App or an OAuth App' })
  GITHUB_CLIENT_ID?: string;

  @ValidateIf((env: Env) => env.GITHUB_CLIENT_ID !== undefined || env.GITHUB_CLIENT_SECRET !== undefined)
  @Matches(/^\S{1,200}$/, { message: 'GITHUB_CLIENT_SECRET must be the client secret of the app of GITHUB_CLIENT_ID' })
  GITHUB_CLIENT_SECRET?: string;

  /** What an OAuth App asks people for. A GitHub App has its permissions at GitHub and asks for none. */
  @Matches(/^[\w:]+([ ,]+[\w:]+)*$/, {
    message: 'GITHUB_SCOPES must be scopes with blanks between them, such as read:user user:email repo',
  })
  GITHUB_SCOPES: string = 'read:user user:email repo';

  @IsOptional()
  @Matches(/^\S{8,200}$/, { message: 'GITHUB_WEBHOOK_SECRET must be the secret of the webhook, at least 8 characters' })
  GITHUB_WEBHOOK_SECRET?: string;

  /** Days of commits that are read of a repository at first. */
  @Type(() => Number)
  @IsInt({ message: FIRST_SYNC_DAYS })
  @Min(1, { message: FIRST_SYNC_DAYS })
  @Max(3_650, { message: FIRST_SYNC_DAYS })
  GITHUB_FIRST_SYNC_DAYS: number = 365;

  /** The owner's time zone, and that of who says none, under its proper name; undefined: the machine's. */
  @Transform(({ value }) => zoneNamedBy(value))
  @IsOptional()
  @ValidateBy({ name: 'zone', validator: { validate: (value) => canonicalZone(String(value)) !== undefined, defaultMessage: () => ZONE } })
  TZ?: string;

  /** Prices of AI models in the place of those that are known, see `parsePriceList`. */
  @IsOptional()
  @ValidateBy({
    name: 'priceList',
    validator: {
      validate: (value) => priceListProblem(value) === undefined,
      defaultMessage: (given) => `AI_PRICES ${priceListProblem(given?.value)}`,
    },
  })
  AI_PRICES?: string;

  /** A file that a worker writes whenever it has swept the jobs: one that grows old tells a health check that the worker does no work. */
  @IsOptional()
  @IsString()
  WORKER_ALIVE_FILE?: string;

  /** Folder of the embedded database; the launcher says it in full. */
  @IsOptional()
  @IsString()
  DATA_DIR?: string;

  /** Set by `npm start` itself when the database is its own: then only the operator reads its output. */
  @Transform(({ value }) => value === true || value === '1')
  @IsBoolean()
  EMBEDDED_DATABASE: boolean = false;
}

/** An address, a network (`10.0.0.0/8`) or a word for the private ones, as Fastify takes them. Not 0.0.0.0/0: everybody could forge his address. */
function isProxy(text: unknown): boolean {
  if (typeof text !== 'string') return false;
  if (PROXY_WORDS.has(text)) return true;
  const [address = '', length, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return length === undefined || (/^[1-9]\d{0,2}$/.test(length) && Number(length) <= (family === 4 ? 32 : 128));
}

/** An address, with a port or without: `9.9.9.9`, `9.9.9.9:53`, `2620:fe::fe`, `[2620:fe::fe]:53`. */
function isDnsServer(text: unknown): boolean {
  if (typeof text !== 'string') return false;
  if (isIP(text) !== 0) return true;
  const [, inBrackets, plain, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  return (isIP(inBrackets ?? '') === 6 || isIP(plain ?? '') === 4) && Number(port ?? 53) > 0 && Number(port ?? 53) < 65_536;
}

/** Where the person is that runs a command: npm itself goes to the repository's folder. */
export function callersFolder(): string {
  return process.env['INIT_CWD'] ?? process.cwd();
}

/** Of these names of options, those that npm kept for itself: it hands them on as npm_config_…, as it does what its own configuration file has. */
export function keptByNpm(names: readonly string[]): string[] {
  if (process.env['npm_lifecycle_event'] === undefined) return [];
  const configured = textOf(process.env['npm_config_userconfig']);
  return names
    .filter((name) => process.env[`npm_config_${name.replaceAll('-', '_')}`] !== undefined)
    .filter((name) => !new RegExp(`^\\s*${name}\\s*=`, 'm').test(configured));
}

function textOf(file: string | undefined): string {
  try {
    return file === undefined ? '' : readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** The machine's time zone: `TZ`, else what the system says; UTC where that is none. */
export function machineZone({ TZ }: Env): string {
  return TZ ?? canonicalZone(Intl.DateTimeFormat().resolvedOptions().timeZone ?? '') ?? 'UTC';
}

/** As the system reads it: a colon may stand before the name, and the name of a file. A file that does not say its zone is the machine's own. */
function zoneNamedBy(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = value.replace(/^:/, '');
  const name = text.startsWith('/') ? text.split('/zoneinfo/')[1] : text;
  return name && (canonicalZone(name) ?? name);
}

/**
 * An address whose user and password are what was meant. A `/`, `?` or `#` that stands raw in a password ends the host there, and the rest of the
 * password, with the `@` after it, becomes a path: parts of it would be looked for as a host and printed.
 */
function isUrl(value: unknown): boolean {
  try {
    const { username, password, hostname, pathname, search, hash } = new URL(String(value));
    decodeURIComponent(username + password);
    return hostname !== '' && !(pathname + search + hash).includes('@');
  } catch {
    return false;
  }
}

function isPublicUrl(value: unknown): boolean {
  if (typeof value !== 'string' || !/^https?:\/\//.test(value) || value.endsWith('/') || !URL.canParse(value)) return false;
  const { search, hash, username } = new URL(value);
  return search + hash + username === '' && !value.endsWith('?') && !value.endsWith('#');
}

function webUrlForm(name: string, example: string): string {
  return `${name} must look like ${example}, without a slash at the end`;
}

/** Of TOKEN_KEYS (`name:base64,name:base64`): the keys by their names, in this order; undefined: it is not what it must be. */
export function tokenKeysOf(text: string): ReadonlyMap<string, Buffer> | undefined {
  const parts = text.split(',').map((part) => /^\s*([\w.-]{1,32}):([A-Za-z0-9+/_-]{43}=?)\s*$/.exec(part));
  if (parts.some((part) => part === null)) return undefined;
  const keys = new Map(parts.map((part) => [part?.[1] ?? '', Buffer.from(part?.[2] ?? '', 'base64')]));
  return keys.size === parts.length ? keys : undefined;
}

/** Where GitHub's API is: GITHUB_API_URL, else GitHub's own, or that of the Enterprise server at GITHUB_URL. */
export function githubApiUrl({ GITHUB_URL, GITHUB_API_URL }: Env): string {
  return GITHUB_API_URL ?? (GITHUB_URL === 'https://github.com' ? 'https://api.github.com' : `${GITHUB_URL}/api/v3`);
}

function databaseUrlProblem(value: unknown): string | undefined {
  try {
    parseDatabaseUrl(typeof value === 'string' ? value : '');
    return undefined;
  } catch (error) {
    if (error instanceof BadDatabaseUrl) return error.message;
    throw error;
  }
}

function priceListProblem(value: unknown): string | undefined {
  try {
    parsePriceList(String(value));
    return undefined;
  } catch (error) {
    if (error instanceof BadPriceList) return error.message;
    throw error;
  }
}

/** A wrong environment: one line that names every bad variable. */
export class BadEnvironment extends Error {}

/** Reads and checks the environment. Throws `BadEnvironment`; an entry point prints its message and exits. */
export function loadEnv(source: NodeJS.ProcessEnv = process.env): Env {
  // Empty is unset: `PORT=` in a file means the default, and no transformation may make a 0 of it.
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
  'API_PROCESSES',
  'LOG_LEVEL',
  'PUBLIC_URL',
  'RATE_LIMIT_PER_HOUR',
  'INGEST_LIMIT_PER_HOUR',
  'SIGN_UP_LIMIT_PER_HOUR',
  'SIGN_IN_LIMIT_PER_QUARTER_HOUR',
  'PASSWORD_RESET_LIMIT_PER_HOUR',
  'STRANGER_LIMIT_PER_MINUTE',
  'TRUSTED_PROXIES',
  'REGISTRATION',
  'ORGANIZATIONS',
  'DNS_SERVERS',
  'SMTP_URL',
  'MAIL_FROM',
  'TOKEN_KEYS',
  'GITHUB_URL',
  'GITHUB_API_URL',
  'GITHUB_CLIENT_ID',
  'GITHUB_CLIENT_SECRET',
  'GITHUB_SCOPES',
  'GITHUB_WEBHOOK_SECRET',
  'GITHUB_FIRST_SYNC_DAYS',
  'TZ',
  'AI_PRICES',
  'WORKER_ALIVE_FILE',
  'EMBEDDED_DATABASE',
  'DATA_DIR',
]);

/** Where people and plugins find this server, without a slash at the end; `port` is the one that it listens on. */
export function publicUrl(env: Env, port = env.PORT): string {
  const host = env.HOST === '0.0.0.0' || env.HOST === '::' ? 'localhost' : env.HOST;
  return env.PUBLIC_URL ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** The path that a reverse proxy adds to public addresses and removes from requests, from PUBLIC_URL; `''` if there is none. */
export function basePath({ PUBLIC_URL }: Env): string {
  return PUBLIC_URL === undefined ? '' : new URL(PUBLIC_URL).pathname.replace(/\/$/, '');
}
