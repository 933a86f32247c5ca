import type { ClientConfig } from 'pg';

/**
 * What a server may otherwise decide for every session of ours. JIT: it costs seconds where our statements take milliseconds (a stock
 * PostgreSQL has it on, the embedded one has none).
 */
const SESSION_OPTIONS = '-c jit=off';

/** How every connection to the database is made, for every purpose. `applicationName` is what pg_stat_activity shows. */
export function connectionTo(
  databaseUrl: string,
  applicationName: string,
): Required<Pick<ClientConfig, 'connectionString' | 'application_name' | 'options'>> {
  const { url, options } = splitOptions(databaseUrl);
  return { connectionString: url, application_name: applicationName, options: [options, SESSION_OPTIONS].filter(Boolean).join(' ') };
}

/** The driver lets `?options=` of an address win over ours, so it is taken out of the address and kept beside ours. */
function splitOptions(databaseUrl: string): { url: string; options: string } {
  const url = new URL(databaseUrl);
  const options = url.searchParams.get('options');
  if (options === null) return { url: databaseUrl, options: '' };
  url.searchParams.delete('options');
  return { url: url.href, options };
}
