import type { Connection } from './product.js';

/** Activities of a day, of four languages in turn. */
export const PER_DAY = 4;

/** Zones of people, in turn, by their number `n` in SQL. */
export const ZONE_SQL = "(ARRAY['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Asia/Kolkata'])[1 + n % 5]";

/**
 * What a worker would have rolled up of users that are called `coder-…`, by SQL: sending it would take longer than measuring. Four languages a day, or so many activities of them, over so
 * many days before `end` (days since 1970), of projects that are called as `project` says in SQL, where `a` is the number of the activity.
 */
export async function addRollUps(
  db: InstanceType<typeof Connection>,
  { days, end, project, perDay = PER_DAY }: { days: number; end: number; project: string; perDay?: number },
): Promise<void> {
  await db.query(
    `INSERT INTO activities (user_id, id, digest, sent_project, sent_branch, sent_language, sent_category, sent_type, sent_editor, sent_operating_system,
            sent_machine, sent_ai_model, project, branch, language, category, type, editor, operating_system, machine, ai_model)
     SELECT u.id, a, decode(md5(a::text), 'hex'), ${project}, '', l, 'coding', 'file', 'VS Code', 'Linux', 'm', '', ${project}, '', l, 'coding', 'file',
            'VS Code', 'Linux', 'm', ''
       FROM users u, generate_series(1, ${perDay}) a, LATERAL (SELECT (ARRAY['Go', 'Rust', 'TypeScript', 'Python'])[1 + (a - 1) % 4] AS l) x
      WHERE u.username LIKE 'coder-%'`,
  );
  await db.query(
    `INSERT INTO daily_rollups (user_id, day, activity_id, heartbeats, us, with_dependencies)
     SELECT u.id, d, a, 50, 600000000 + (u.id * 7919 + d * 101 + a * 31) % 3600 * 1000000::bigint, 0
       FROM users u, generate_series($1::int - ${days}, $1::int - 1) d, generate_series(1, ${perDay}) a
      WHERE u.username LIKE 'coder-%'`,
    [end],
  );
}
