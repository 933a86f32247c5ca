import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { changeNames } from '../names/change-names.js';
import { checkNumber, type RuleForm } from './rule-form.js';

/** A rule with its id. */
export interface KeptRule extends RuleForm {
  id: string;
}

/** A rule as it is listed. */
export interface ListedRule extends KeptRule {
  /** From 0. */
  position: number;
  /** ms since 1970. */
  createdAt: number;
  modifiedAt: number;
}

/** A user's rules, in their order. */
export function rulesOf(em: EntityManager, userId: number): Promise<ListedRule[]> {
  return sql<ListedRule>(em, LIST, [userId]);
}

/**
 * Changes the list of a user's rules by `change`, which is given the present one, and shows all activities by the new list, in one transaction.
 * `also` is done in it afterwards. Returns the new list and what `also` returns.
 */
export function changeRules<T>(
  em: EntityManager,
  userId: number,
  change: (rules: readonly ListedRule[]) => readonly KeptRule[],
  also: (em: EntityManager, before: readonly ListedRule[]) => Promise<T>,
): Promise<{ rules: ListedRule[]; also: T }> {
  let [before, rules]: [readonly ListedRule[], readonly KeptRule[]] = [[], []];
  const rulesToBe = async (inside: EntityManager): Promise<readonly KeptRule[]> => {
    before = await rulesOf(inside, userId);
    rules = change(before);
    checkNumber(rules);
    return rules;
  };
  const store = async (inside: EntityManager): Promise<{ rules: ListedRule[]; also: T }> => {
    await sql(inside, DELETE_OTHERS, [userId, rules.map(({ id }) => id)]);
    await sql(inside, STORE, [
      userId,
      rules.map(({ id }) => id),
      rules.map((_, n) => n),
      rules.map(({ field }) => field),
      rules.map(({ operation }) => operation),
      rules.map(({ value }) => value),
      rules.map(({ sets }) => (sets === null ? null : JSON.stringify(sets))),
    ]);
    return { rules: await rulesOf(inside, userId), also: await also(inside, before) };
  };
  return changeNames(em, userId, store, rulesToBe);
}

const LIST = `
  SELECT id, position, field, operation, value, sets, extract(epoch FROM created_at)::float8 * 1000 AS "createdAt",
         extract(epoch FROM modified_at)::float8 * 1000 AS "modifiedAt"
    FROM rules
   WHERE user_id = $1
   ORDER BY position, id`;

const DELETE_OTHERS = 'DELETE FROM rules WHERE user_id = $1 AND id <> ALL($2::uuid[])';

const STORE = `
  INSERT INTO rules (user_id, id, position, field, operation, value, sets)
  SELECT $1, n.id, n.position, n.field, n.operation, n.value, n.sets::jsonb
    FROM unnest($2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[]) AS n (id, position, field, operation, value, sets)
   ORDER BY n.id
  ON CONFLICT (user_id, id) DO UPDATE
     SET position = excluded.position, field = excluded.field, operation = excluded.operation, value = excluded.value, sets = excluded.sets,
         modified_at = excluded.modified_at
   WHERE (rules.position, rules.field, rules.operation, rules.value, rules.sets)
         IS DISTINCT FROM (excluded.position, excluded.field, excluded.operation, excluded.value, excluded.sets)`;
