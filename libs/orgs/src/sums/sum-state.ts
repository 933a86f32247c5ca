import { localDate, dayNumber } from '@app/core';
import { msSql } from '@app/database';

/** What the sums of an organization depend on, and how far they are computed. */
export interface SumState {
  /** How many people a sum needs. */
  minGroup: number;
  /** The zone that days are cut in; null: each member's own. */
  zone: string | null;
  /** Of what is shared, by whom, and of what may be shown: sums of another one count no more. */
  present: string;
  /** Null where nothing was ever computed. */
  version: number | null;
  /** Whether the computed sums are of the present. */
  isCurrent: boolean;
  computedFrom: number | null;
  computedTo: number | null;
  isWhole: boolean;
  /** Of a daily computation of all days that is under way: the days from this one on are done. Null: none is. */
  redoneFrom: number | null;
  /** ms since 1970. */
  wholeAt: number | null;
  computedAt: number | null;
}

/** Sums of all that a query gives, whatever its order: 64 bits of each row. */
const digestOf = (columns: string, from: string): string => `(SELECT sum(hashtextextended(concat_ws(' ', ${columns}), 0)) FROM ${from})`;

/**
 * The state of the sums of organization $1. What they depend on is looked up each time: whoever lowers what they share or is disabled is in no
 * sum from that commit on, and no command can forget to say so.
 */
export const SUM_STATE = `
  WITH org AS (
    SELECT o.id, o.min_group, o.timezone,
           md5(concat_ws('|', o.min_group, o.most_shared, coalesce(o.timezone, ''),
             ${digestOf('s.user_id, s.version, s.level', 'org_shares s WHERE s.org_id = o.id')},
             ${digestOf(
               'm.user_id, m.left_at, u.disabled_at IS NULL, u.timezone',
               'org_members m JOIN users u ON u.id = m.user_id WHERE m.org_id = o.id AND m.user_id IN (SELECT x.user_id FROM org_shares x WHERE x.org_id = o.id AND x.level > 0)',
             )},
             ${digestOf('p.kind, p.pattern', 'org_projects p WHERE p.org_id = o.id')})) AS present
      FROM organizations o
     WHERE o.id = $1 AND o.deleted_at IS NULL)
  SELECT o.min_group AS "minGroup", o.timezone AS zone, o.present, s.version, coalesce(s.made_from = o.present, false) AS "isCurrent",
         s.computed_from AS "computedFrom", s.computed_to AS "computedTo", coalesce(s.is_whole, false) AS "isWhole",
         s.redone_from AS "redoneFrom", ${msSql('s.whole_at')} AS "wholeAt", ${msSql('s.computed_at')} AS "computedAt"
    FROM org o
    LEFT JOIN org_sum_states s ON s.org_id = o.id`;

/** Where days begin last: a day that is over there is over for everybody. */
const LAST_ZONE = 'Etc/GMT+12';

/**
 * The day that sums are not told of yet, `YYYY-MM-DD`, as the first one. Of a day that still runs, two answers a minute apart would tell who worked in it; so
 * sums are of days that are over, with members' own days everywhere on earth.
 */
export function firstUntoldDay(zone: string | null, now: number): string {
  return localDate(zone ?? LAST_ZONE, now);
}

/** The last day that sums are told of, days since 1970. */
export function lastToldDay(zone: string | null, now: number): number {
  return dayNumber(firstUntoldDay(zone, now)) - 1;
}
