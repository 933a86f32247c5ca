import { uuidV8Of } from '@app/core';
import { DAY_US } from '@app/database';

const UUID_V8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const PREFIX = 'project:';

/** The id of a project, made from the name that is shown: whoever knows the name knows the id, and a name that no address can hold has one. */
export function projectId(name: string): string {
  return uuidV8Of(PREFIX + name);
}

/** How an address calls a project: by a name, or by an id. */
export interface ProjectAddress {
  /** As names are shown, in NFC. */
  name: string;
  /** The digest of the project's name as far as an id has it, as `digestSql` writes it; null: the address is no id. */
  digest: string | null;
}

/** What a parameter calls a project by. */
export function projectAddress(text: string): ProjectAddress {
  const id = text.toLowerCase();
  if (!UUID_V8.test(id)) return { name: text.normalize('NFC'), digest: null };
  const hex = id.replaceAll('-', '');
  return { name: text, digest: `${hex.slice(0, 12)}_${hex.slice(13, 16)}_${hex.slice(17)}` };
}

/**
 * SQL for the projects of a user, each with its name as it is sent and as it is shown: several may be shown as one. What rules show under several
 * names, as they may set the project by the language, keeps its own.
 */
export function shownProjectsSql(user: string): string {
  return `SELECT p.id, p.sent_name, coalesce((${ruledProjectsSql(user)}) ->> p.sent_name, r.shown_name, p.sent_name) AS shown_name, p.color, p.badge,
         p.archived, p.first_seen_at
      FROM projects p
      LEFT JOIN renames r ON r.user_id = ${user} AND r.dimension = 'project' AND r.digest = p.digest
     WHERE p.user_id = ${user}`;
}

/**
 * SQL for one JSON object: of each project that is shown under one other name, wherever it counts, that name by the sent one. It is read once, and
 * looked at without a join, whatever the planner believes of its size.
 *
 * Rules on the entity that were applied to history leave activities that have nothing any more. Only where what they set is not all of a project it
 * is looked which of its activities have anything: by roll-ups, and on dirty days by heartbeats.
 */
function ruledProjectsSql(user: string): string {
  return `SELECT jsonb_object_agg(sent, shown)
          FROM (
            WITH sent_projects AS MATERIALIZED (
              SELECT normalize(sent_project, NFC) AS sent, min(project COLLATE "C") AS shown, max(project COLLATE "C") AS last,
                     bool_or(forced <> '') AS is_forced
                FROM activities
               WHERE user_id = ${user} AND sent_project <> '' AND NOT dropped
               GROUP BY 1),
            parted AS MATERIALIZED (SELECT sent FROM sent_projects WHERE is_forced AND shown <> last),
            counted AS (
              SELECT activity_id FROM daily_rollups WHERE user_id = ${user} AND EXISTS (SELECT FROM parted)
              UNION ALL
              SELECT h.activity_id
                FROM dirty_days d
                JOIN heartbeats h ON h.user_id = d.user_id AND h.time >= d.day * ${DAY_US} AND h.time < (d.day + 1) * ${DAY_US}
               WHERE d.user_id = ${user} AND EXISTS (SELECT FROM parted)
              UNION ALL
              SELECT activity_id FROM external_durations WHERE user_id = ${user} AND EXISTS (SELECT FROM parted)),
            all_shown AS (
              SELECT sent, shown, last FROM sent_projects
              UNION ALL
              SELECT p.sent, min(a.project COLLATE "C"), max(a.project COLLATE "C")
                FROM parted p
                JOIN activities a ON a.user_id = ${user} AND normalize(a.sent_project, NFC) = p.sent
               WHERE NOT a.dropped AND a.id IN (SELECT activity_id FROM counted)
               GROUP BY 1)
            SELECT sent, shown FROM all_shown WHERE shown = last AND shown NOT IN ('', sent)) x`;
}

/**
 * SQL for the names that are shown of projects of a user that one of `names` or `digests` calls: `(name, address)`, where `address` is the
 * place in both arrays, from 1, and no address has two. A name that is shown counts before one that was sent, and a name before an id. Where all of
 * a project is shown otherwise, what shows it by its own name has nothing any more.
 */
export function namedProjectsSql(user: string, names: string, digests: string): string {
  return `WITH own AS MATERIALIZED (${shownProjectsSql(user)}),
    asked_projects AS MATERIALIZED (
      SELECT w.name, w.digest, w.address FROM unnest(${names}, ${digests}) WITH ORDINALITY AS w (name, digest, address)),
    known AS MATERIALIZED (
      SELECT shown_name AS shown, shown_name AS called, 0 AS worse FROM own
      UNION
      SELECT a.project, a.project, 0
        FROM activities a
       WHERE a.user_id = ${user} AND a.project <> ''
         AND NOT EXISTS (SELECT FROM own WHERE sent_name = a.project AND sent_name = normalize(a.sent_project, NFC) AND shown_name <> sent_name)
      UNION
      SELECT shown_name, sent_name, 1 FROM own
      UNION
      SELECT shown_name, name, 1 FROM renames WHERE user_id = ${user} AND dimension = 'project'),
    known_by_id AS MATERIALIZED (
      SELECT shown, worse, ${digestSql('called')} AS digest
        FROM known
       WHERE EXISTS (SELECT FROM asked_projects WHERE digest IS NOT NULL))
    SELECT DISTINCT ON (address) address, shown AS name
      FROM (
        SELECT w.address, k.shown, 0 AS by_id, k.worse FROM asked_projects w JOIN known k ON k.called = w.name
        UNION ALL
        SELECT w.address, k.shown, 1, k.worse FROM asked_projects w JOIN known_by_id k ON k.digest = w.digest) x
     ORDER BY address, by_id, worse, shown`;
}

/** The digest that the id of a name is made from, as far as the id has it, in hex digits: the version and the variant take the place of two. */
function digestSql(name: string): string {
  return `overlay(overlay(left(encode(sha256(convert_to('${PREFIX}' || ${name}, 'UTF8')), 'hex'), 32) PLACING '_' FROM 13) PLACING '_' FROM 17)`;
}
