import { badParameter } from '@app/core';
import type { ReadPool } from '@app/database';

const ZONE = 'SELECT timezone AS zone FROM organizations WHERE id = $1';

/**
 * Refuses to cut the days of members in a zone that is not the organization's. Whoever shares how much time each day has would else share that of every hour: two
 * cuts an hour apart differ by it.
 */
export async function checkToldZone(reads: ReadPool, orgId: number, zone: string | undefined): Promise<void> {
  if (zone === undefined) return;
  const [org] = await reads.query<{ zone: string | null }>({ name: 'org-zone', text: ZONE, params: [orgId] });
  if (org?.zone === zone) return;
  const own = org?.zone ? `or in the organization’s zone, ${org.zone}` : 'as the organization has no zone (policy `timezone`)';
  throw badParameter('timezone', `Days of members are told in each member’s own zone, ${own}. Leave it out.`);
}
