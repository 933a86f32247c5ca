import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { type ConnectionOptions, getCACertificates } from 'node:tls';
import { parse } from 'pg-connection-string';

/** What DATABASE_URL says about a connection, in the words of the `pg` driver. What it does not say is left out. */
export interface DatabaseAddress {
  /** A name, an IPv4 or IPv6 address, or the folder of a Unix socket. */
  host?: string;
  port?: number;
  user?: string;
  password?: string;
  database?: string;
  /** `false`: never TLS. Left out: as PGSSLMODE says, else no TLS. */
  ssl?: ConnectionOptions | false;
  /** Whether the password check is bound to the TLS connection, where the server can do it. */
  enableChannelBinding?: boolean;
  /** Settings of the session, as `-c name=value`. */
  options?: string;
  application_name?: string;
}

/** An address that cannot be used; the message ends the sentence that begins with "DATABASE_URL". It holds no part of the password. */
export class BadDatabaseUrl extends Error {}

/** How special characters of a user and password are written in an address. */
export const PERCENT_ENCODED = 'with user and password percent-encoded (%40 for @, %2F for /, %23 for #, %3F for ?, %3A for :, %25 for %)';
const FORM = `must look like postgres://user:password@host:5432/database, ${PERCENT_ENCODED}`;
const MODES = ['disable', 'require', 'verify-ca', 'verify-full', 'no-verify'] as const;
/** What an address may say of TLS. */
const TLS = new Set(['ssl', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey']);
/** What would make a connection safer if it were known here: to leave it out in silence would be a surprise. */
const REFUSED = ['sslcrl', 'sslcrldir', 'requirepeer', 'ssl_min_protocol_version', 'sslpassword', 'gssencmode'];

/**
 * Reads a PostgreSQL address, `postgres://user:password@host:port/database?parameters`, with libpq's parameters: `host` (also the folder of a
 * socket), `port`, `user`, `password`, `sslmode`, `sslrootcert`, `sslcert`, `sslkey`, `channel_binding`, `options`, `application_name`.
 * Throws `BadDatabaseUrl` for what it cannot do, certificates that cannot be read included.
 */
export function parseDatabaseUrl(url: string): DatabaseAddress {
  const { parameters, plain } = splitTls(url);
  const read = reading(() => parse(plain), FORM);
  const host = read.host || undefined;
  const ssl = tlsOf(parameters, host);
  return {
    ...(host && { host }),
    ...(read.port && { port: portOf(read.port) }),
    ...(read.user && { user: read.user }),
    ...(read.password && { password: read.password }),
    ...(read.database && { database: read.database }),
    ...(read.options && { options: read.options }),
    ...(read.application_name && { application_name: read.application_name }),
    ...(ssl !== undefined && { ssl }),
    ...(parameters.get('channel_binding') && { enableChannelBinding: parameters.get('channel_binding') !== 'disable' }),
  };
}

/** The driver's own reading of TLS parameters is not libpq's, so they are taken out of the address. */
function splitTls(url: string): { parameters: URLSearchParams; plain: string } {
  const [address = '', query = '', ...rest] = url.split('?');
  // A `?`, `#` or `/` that stands in a password as it is would cut it in two, and its second part would be taken for something else.
  const named = query === '' || query.split('&').every((part) => /^[a-z_]+=[^@]*$/i.test(part));
  if (!/^postgres(ql)?:\/\/[^/]*(\/[^/@]*)?$/.test(address) || address.length < 14 || url.includes('#') || rest.length > 0 || !named) {
    throw new BadDatabaseUrl(FORM);
  }
  const parameters = new URLSearchParams(query);
  const others = [...parameters].filter(([name]) => !name.startsWith('ssl') && name !== 'channel_binding');
  return { parameters, plain: others.length > 0 ? `${address}?${new URLSearchParams(others)}` : address };
}

function tlsOf(parameters: URLSearchParams, host: string | undefined): ConnectionOptions | false | undefined {
  const refused = REFUSED.find((name) => parameters.has(name));
  if (refused) throw new BadDatabaseUrl(`names ${refused}, which Chronova does not know. Leave it out`);
  const unknown = [...parameters.keys()].find((name) => name.startsWith('ssl') && !TLS.has(name));
  if (unknown) throw new BadDatabaseUrl(`names ${unknown}, which Chronova does not know. Use sslmode`);
  const files = { ca: parameters.get('sslrootcert'), cert: parameters.get('sslcert'), key: parameters.get('sslkey') };
  const mode =
    parameters.get('sslmode') ?? plainMode(parameters.get('ssl')) ?? (Object.values(files).some(Boolean) ? 'verify-full' : undefined);
  if (mode === undefined) return undefined;
  if (!MODES.some((known) => known === mode)) throw new BadDatabaseUrl(`has an unknown sslmode: it must be one of ${MODES.join(', ')}`);
  if (mode === 'disable') return false;
  if (mode === 'verify-ca' && !files.ca) throw new BadDatabaseUrl('has sslmode=verify-ca, which needs sslrootcert, the file of the CA');
  return {
    ...checkOf(mode, files.ca !== null),
    ...(files.ca && { ca: files.ca === 'system' ? getCACertificates('system') : fileOf('sslrootcert', files.ca) }),
    ...(files.cert && { cert: fileOf('sslcert', files.cert) }),
    ...(files.key && { key: fileOf('sslkey', files.key) }),
    // The name that the certificate must hold; the driver itself names it only where it is not an IP address.
    ...(host && isIP(host) && { host }),
  };
}

/** `ssl=true`, as other programs write it. */
function plainMode(ssl: string | null): string | undefined {
  if (ssl === null) return undefined;
  return /^(true|1)$/.test(ssl) ? 'require' : 'disable';
}

/** What is checked of the server's certificate (libpq: "SSL Mode Descriptions"; with a CA, `require` is `verify-ca`). */
function checkOf(mode: string, hasCa: boolean): ConnectionOptions {
  if (mode === 'verify-full') return { rejectUnauthorized: true };
  const issuerOnly = mode === 'verify-ca' || (mode === 'require' && hasCa);
  return issuerOnly ? { rejectUnauthorized: true, checkServerIdentity: () => undefined } : { rejectUnauthorized: false };
}

function fileOf(parameter: string, file: string): string {
  return reading(() => readFileSync(file, 'utf8'), `names a file in ${parameter} that cannot be read: ${file}`);
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new BadDatabaseUrl('has a port that is not a number from 1 to 65535');
  return port;
}

function reading<T>(read: () => T, problem: string): T {
  try {
    return read();
  } catch {
    throw new BadDatabaseUrl(problem);
  }
}
