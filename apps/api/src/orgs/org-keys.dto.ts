import { isoSeconds, RuledText, SomeOf } from '@app/core';
import { type CreatedOrgKey, ORG_KEY_PERMISSIONS, type OrgKeyFacts } from '@app/orgs';
import { expiryProblem, KEY_NAME_SCHEMA, keyNameProblem } from '@app/users';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';

/** ISO 8601, to the nanosecond. */
const LONGEST_TIME = 40;

export class CreateOrgKeyBody {
  /** What the key is for, 1 to 100 characters. @example "Dashboard in the hall" */
  @RuledText(keyNameProblem, KEY_NAME_SCHEMA)
  name: string;

  /** What it may read. @example ["org:read", "reports:aggregate"] */
  @SomeOf(ORG_KEY_PERMISSIONS)
  permissions: string[];

  /** When it stops working: ISO 8601 with a zone, or a date. Left out or null: never, or as the policy `key_days` says. @example "2027-01-31T00:00:00Z" */
  @IsOptional()
  @RuledText(expiryProblem, { maxLength: LONGEST_TIME })
  expires_at?: string | null;
}

/** Who made a key. */
export class OrgKeyMaker {
  /** @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  id: string;
  /** @example "ada" */
  username: string;
}

export class OrgKeyData {
  /** @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  id: string;
  /** @example "Dashboard in the hall" */
  name: string;
  /** The key’s first characters. @example "chro_1a2b3c4d" */
  prefix: string;
  /** What it may do, as far as the policy `key_permissions` goes. @example ["org:read", "reports:aggregate"] */
  permissions: string[];
  /** Null: the account is not there any more. */
  @ApiProperty({ type: OrgKeyMaker, nullable: true })
  made_by: OrgKeyMaker | null;
  /** @example "2026-11-22T10:03:20Z" */
  created_at: string;
  /** Its own end, or when it is too old by the policy `key_days`. Null: it does not expire. @example "2027-01-31T00:00:00Z" */
  expires_at: string | null;
  /** To the hour. Null: never. @example "2026-11-24T09:00:00Z" */
  last_used_at: string | null;
}

export class CreatedOrgKeyData extends OrgKeyData {
  /** The key itself, shown this once. @example "chro_9pX0c1hJb3QmZr5tYw7uKi2oLn4sVd6fGa8eRz0xTqM" */
  key: string;
}

export class OrgKeysAnswer {
  data: OrgKeyData[];
}

export class CreatedOrgKeyAnswer {
  data: CreatedOrgKeyData;
}

export function toOrgKeys(keys: readonly OrgKeyFacts[]): OrgKeysAnswer {
  return { data: keys.map(toOrgKeyData) };
}

export function toCreatedOrgKey(key: CreatedOrgKey): CreatedOrgKeyAnswer {
  return { data: { ...toOrgKeyData(key), key: key.key } };
}

function toOrgKeyData({ id, name, prefix, permissions, madeBy, createdAt, expiresAt, lastUsedAt }: OrgKeyFacts): OrgKeyData {
  return {
    id,
    name,
    prefix,
    permissions,
    made_by: madeBy,
    created_at: isoSeconds(createdAt),
    expires_at: expiresAt === null ? null : isoSeconds(expiresAt),
    last_used_at: lastUsedAt === null ? null : isoSeconds(lastUsedAt),
  };
}
