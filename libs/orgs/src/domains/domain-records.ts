import { Resolver } from 'node:dns/promises';
import { isNativeError } from 'node:util/types';
import { Env } from '@app/core';
import { Injectable } from '@nestjs/common';
import { recordNameOf } from './domain-rules.js';

/** The longest that a look-up takes, whatever the servers do. */
const LONGEST_MS = 5_000;
/** What a server says when there is no such record. */
const NONE = new Set(['ENOTFOUND', 'ENODATA']);

/** Whether a record is there; `unknown`: no server answered, so nobody can tell. */
export type RecordState = 'there' | 'missing' | 'unknown';

/** Looks in the DNS for the records that prove domains, at DNS_SERVERS or those of the machine. */
@Injectable()
export class DomainRecords {
  constructor(private readonly env: Env) {}

  /** Whether the record of a domain says `challenge`. */
  async look(domain: string, challenge: string): Promise<RecordState> {
    const resolver = new Resolver({ timeout: 2_000, tries: 2 });
    if (this.env.DNS_SERVERS.length > 0) resolver.setServers(this.env.DNS_SERVERS);
    const end = setTimeout(() => resolver.cancel(), LONGEST_MS);
    try {
      const records = await resolver.resolveTxt(recordNameOf(domain));
      return records.some((parts) => parts.join('').trim() === challenge) ? 'there' : 'missing';
    } catch (error) {
      return isNativeError(error) && 'code' in error && NONE.has(String(error.code)) ? 'missing' : 'unknown';
    } finally {
      clearTimeout(end);
    }
  }
}
