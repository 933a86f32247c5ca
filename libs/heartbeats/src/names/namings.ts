import { DomainError } from '@app/core';
import { PriorityPool, sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { NamedField } from './fields.js';
import { Naming, NO_NAMING } from './naming.js';
import { isPattern, type Rule } from './rule.js';

/** What rules and renames that are remembered hold at most, in characters. */
const MOST_CHARACTERS = 32 * 1024 * 1024;
/** What one takes beside its texts. */
const ENTRY_CHARACTERS = 200;
const RULE_CHARACTERS = 2_000;
/** With the answers that it remembers. */
const PATTERN_CHARACTERS = 40_000;

/** How often rules and renames may change while one thing is done. */
const MOST_TRIES = 20;

interface NamingRow {
  version: number;
  entity_rules_version: number;
  rules: Rule[];
  renames: [dimension: NamedField, name: string, shown: string][];
}

/**
 * The rules and renames of users, as this process saw them last. What is remembered is a guess: a statement that stores something checks that
 * its version is the present one, and stores nothing where it is not (`LOAD` has the row that says so).
 */
@Injectable()
export class Namings {
  private readonly known = new LRUCache<number, Naming>({ maxSize: MOST_CHARACTERS });

  constructor(private readonly priority: PriorityPool) {}

  /** As it was last seen; of most users, who have none, without asking. */
  of(userId: number): Naming {
    return this.known.get(userId) ?? NO_NAMING;
  }

  /**
   * Does what depends on a user's rules and renames: by what was seen last and, as long as `work` says undefined because that is not the
   * present, by the present. Unavailable: they change all the time.
   */
  async by<T>(userId: number, work: (naming: Naming) => Promise<T | undefined>): Promise<T> {
    const first = await work(this.of(userId));
    if (first !== undefined) return first;
    for (let tries = 1; tries < MOST_TRIES; tries++) {
      const result = await work(await this.load(userId));
      if (result !== undefined) return result;
    }
    throw new DomainError('unavailable', 'names.changing', 'Rules or names are being changed. Send the same request again.');
  }

  /** As it is now. */
  async load(userId: number): Promise<Naming> {
    const [row] = await this.priority.query<NamingRow>('load-naming', LOAD, [userId]);
    const naming = toNaming(row);
    const texts = (row?.renames ?? []).reduce((sum, [, name, shown]) => sum + name.length + shown.length + ENTRY_CHARACTERS, 0);
    const rules = (row?.rules ?? []).reduce((sum, { operation }) => sum + (isPattern(operation) ? PATTERN_CHARACTERS : RULE_CHARACTERS), 0);
    const size = texts + rules + ENTRY_CHARACTERS;
    if (naming.version === 0) this.known.delete(userId);
    else this.known.set(userId, naming, { size });
    return naming;
  }
}

/** A user's rules and renames as the transaction of `em` sees them. */
export async function namingOf(em: EntityManager, userId: number): Promise<Naming> {
  const [row] = await sql<NamingRow>(em, LOAD, [userId]);
  return toNaming(row);
}

function toNaming(row: NamingRow | undefined): Naming {
  if (!row) return NO_NAMING;
  return new Naming(
    row.version,
    row.rules,
    row.renames.map(([dimension, name, shown]) => ({ dimension, name, shown })),
    row.entity_rules_version,
  );
}

/** The row of the counters is what a change of rules or renames holds alone, and what whoever makes an activity shares. */
const LOAD = `
  SELECT c.naming_version AS version, c.entity_rules_version,
         (SELECT coalesce(json_agg(json_build_object('id', r.id, 'field', r.field, 'operation', r.operation, 'value', r.value, 'sets', r.sets)
                                   ORDER BY r.position, r.id), '[]')
            FROM rules r WHERE r.user_id = $1) AS rules,
         (SELECT coalesce(json_agg(json_build_array(n.dimension, n.name, n.shown_name)), '[]') FROM renames n WHERE n.user_id = $1) AS renames
    FROM dimension_counters c
   WHERE c.user_id = $1`;
