import { lockTime, sql, transaction } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { daysThatCountAgain, showActivities } from './activity-rows.js';
import { Naming } from './naming.js';
import { namingOf } from './namings.js';
import type { Rule } from './rule.js';

/**
 * Changes a user's rules or renames by `work` and shows all of the user's activities by what they are then, in one transaction. Whoever makes
 * an activity at the same time either is done before, and the activity is among those, or finds that its naming is old. `rulesToBe` is asked
 * before `work`: which rules there will be after it; left out: they stay.
 */
export function changeNames<T>(
  em: EntityManager,
  userId: number,
  work: (em: EntityManager) => Promise<T>,
  rulesToBe?: (em: EntityManager) => Promise<readonly Rule[]>,
): Promise<T> {
  return transaction(em, async (inside) => {
    // Roll-ups know what is dropped: none may be under way while that changes.
    await lockTime(inside, userId);
    const present = await namingOf(inside, userId);
    const future = rulesToBe ? new Naming(0, await rulesToBe(inside), []) : present;
    // Also where rules stay: after an upgrade they may say something else of what was sent.
    const back = await daysThatCountAgain(inside, userId, future);
    await sql(inside, NEXT_VERSION, [userId, present.entityRulesText === future.entityRulesText ? 0 : 1]);
    const result = await work(inside);
    await showActivities(inside, userId, await namingOf(inside, userId), back);
    return result;
  });
}

/** Shows all of a user's activities anew by the rules and renames that there are: what an activity is called without them has changed. */
export async function showNamesAnew(em: EntityManager, userId: number): Promise<void> {
  await em.fork().transactional(async (inside) => {
    await lockTime(inside, userId);
    const back = await daysThatCountAgain(inside, userId, await namingOf(inside, userId));
    await holdNames(inside, userId);
    await showActivities(inside, userId, await namingOf(inside, userId), back);
  });
}

/**
 * Holds what a user's names are shown as until the end of the transaction: no rename, rule or new activity comes in between. Taken after
 * `lockTime`, and before `lockGroups`.
 */
export async function holdNames(em: EntityManager, userId: number): Promise<void> {
  await sql(em, HOLD_VERSION, [userId]);
}

/** Holds the row alone until the end of the transaction. $2: 1 where rules on the entity change. */
const NEXT_VERSION = `
  INSERT INTO dimension_counters AS c (user_id, activities, entities, user_agents, projects, naming_version, entity_rules_version)
  VALUES ($1, 0, 0, 0, 0, 1, $2)
  ON CONFLICT (user_id) DO UPDATE
     SET naming_version = c.naming_version + 1, entity_rules_version = c.entity_rules_version + excluded.entity_rules_version`;

/** A row that there is gets locked, and stays as it is. */
const HOLD_VERSION = `
  INSERT INTO dimension_counters AS c (user_id, activities, entities, user_agents, projects) VALUES ($1, 0, 0, 0, 0)
  ON CONFLICT (user_id) DO UPDATE SET naming_version = c.naming_version WHERE false`;
