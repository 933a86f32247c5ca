import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';

/**
 * How long a day that people work on, today or yesterday in some zone, must have been quiet before it is rolled up. Until then a roll-up is in
 * vain: clients send every two minutes at most, and the next heartbeat makes the day dirty again, while reading it live costs a few milliseconds.
 */
const QUIET_CURRENT = `interval '5 minutes'`;
/** How long an older day must have been quiet: whoever imports, deletes or changes a setting has gone on to another day by then. */
const QUIET_PAST = `interval '10 seconds'`;
/** How long a day may wait in all, for one that never becomes quiet. */
const LONGEST_REST = `interval '15 minutes'`;
/** UTC days before today that are still worked on: a heartbeat after midnight makes the day before dirty too. */
const CURRENT_DAYS = 1;
/** How many days are looked up at once. */
const MOST = 10_000;

export interface DueDay {
  user_id: number;
  day: number;
}

// The times are compared with the clock that wrote them: the database's. Every user's newest day comes first, then every user's next one: who
// has a thousand days waits no longer and lets nobody wait longer than who has one.
const DUE_DAYS = `
  SELECT user_id, day
    FROM (SELECT user_id, day, row_number() OVER (PARTITION BY user_id ORDER BY day DESC) AS turn
            FROM dirty_days
           WHERE user_id <> ALL($1::int[])
             AND (since <= now() - ${LONGEST_REST}
                  OR marked_at <= now() - CASE WHEN day >= floor(extract(epoch FROM now()) / 86400) - ${CURRENT_DAYS} THEN ${QUIET_CURRENT} ELSE ${QUIET_PAST} END)) due
   ORDER BY turn, user_id
   LIMIT ${MOST}`;

/** The dirty days that should be rolled up now, in the order to do it, but those of the users in `without`. */
export function dueDays(em: EntityManager, without: readonly number[]): Promise<DueDay[]> {
  return sql(em, DUE_DAYS, [without]);
}
