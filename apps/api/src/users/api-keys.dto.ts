import { PageInfo, pageOf, type PageParams, toPageInfo } from '@app/compat';
import { isoSeconds, MayBeLeftOut, RuledText, SomeOf } from '@app/core';
import { type ApiKeyFacts, type ApiKeyList, type CreatedApiKey, expiryProblem, KEY_NAME_SCHEMA, keyNameProblem, SCOPES } from '@app/users';
import { IsOptional } from 'class-validator';

/** ISO 8601, to the nanosecond. */
const LONGEST_TIME = 40;

export class CreateApiKeyBody {
  /** What the key is for, 1 to 100 characters. @example "Laptop" */
  @RuledText(keyNameProblem, KEY_NAME_SCHEMA)
  name: string;

  /**
   * What it may do, of `full`, `read` (all reading), `read_stats` (reading time) and `write_heartbeats`. Left out: `full`. None that the
   * caller's own key does not have.
   * @example ["read_stats", "write_heartbeats"]
   */
  @MayBeLeftOut()
  @SomeOf(SCOPES)
  scopes?: string[];

  /** When it stops working: ISO 8601 with a zone, or a date. Left out or null: never. @example "2027-01-31T00:00:00Z" */
  @IsOptional()
  @RuledText(expiryProblem, { maxLength: LONGEST_TIME })
  expires_at?: string | null;
}

/** Send only what is to change. */
export class ChangeApiKeyBody {
  /** What the key is for, 1 to 100 characters. @example "Old laptop" */
  @MayBeLeftOut()
  @RuledText(keyNameProblem, KEY_NAME_SCHEMA)
  name?: string;

  /** What it may do. None that the caller's own key does not have. @example ["read"] */
  @MayBeLeftOut()
  @SomeOf(SCOPES)
  scopes?: string[];

  /** When it stops working: ISO 8601 with a zone, or a date; null: never. @example "2027-01-31T00:00:00Z" */
  @IsOptional()
  @RuledText(expiryProblem, { maxLength: LONGEST_TIME })
  expires_at?: string | null;
}

export class ApiKeyData {
  /** @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  id: string;
  /** @example "Laptop" */
  name: string;
  /** @example ["read_stats", "write_heartbeats"] */
  scopes: string[];
  /** The key's first characters. @example "waka_1a2b3c4d" */
  prefix: string;
  /** @example "2026-11-22T10:03:20Z" */
  created_at: string;
  /** Null: it does not expire. @example "2027-01-31T00:00:00Z" */
  expires_at: string | null;
  /** To the hour. Null: never. @example "2026-11-24T09:00:00Z" */
  last_used_at: string | null;
  /** Whether signing in made it: then it also expires when it is not used for 90 days. */
  from_sign_in: boolean;
}

export class CreatedApiKeyData extends ApiKeyData {
  /** The key itself, shown this once. @example "waka_1a2b3c4d-5e6f-4a1b-8c2d-3e4f5a6b7c8d" */
  key: string;
}

export class ApiKeyAnswer {
  data: ApiKeyData;
}

export class CreatedApiKeyAnswer {
  data: CreatedApiKeyData;
}

export class ApiKeyListAnswer extends PageInfo {
  data: ApiKeyData[];
}

export class ApiKeyRevoked {
  /** @example "Revoked. It is refused everywhere within a second." */
  message: string;
}

export function toApiKey(key: ApiKeyFacts): ApiKeyData {
  return {
    id: key.id,
    name: key.name,
    scopes: [...key.scopes],
    prefix: key.prefix,
    created_at: isoSeconds(key.createdAt),
    expires_at: key.expiresAt === null ? null : isoSeconds(key.expiresAt),
    last_used_at: key.lastUsedAt === null ? null : isoSeconds(key.lastUsedAt),
    from_sign_in: key.fromSignIn,
  };
}

export function toCreatedApiKey(key: CreatedApiKey): CreatedApiKeyAnswer {
  return { data: { ...toApiKey(key), key: key.key } };
}

export function toApiKeyList({ keys, total }: ApiKeyList, params: PageParams): ApiKeyListAnswer {
  return { data: keys.map(toApiKey), ...toPageInfo(total, pageOf(params)) };
}
