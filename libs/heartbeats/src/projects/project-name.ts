import { uuidV8Of } from '@app/core';

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
  /** What the digest of the project's name is LIKE, in hex digits; null: the address is no id. */
  digest: string | null;
}

/** What a parameter calls a project by. */
export function projectAddress(text: string): ProjectAddress {
  const id = text.toLowerCase();
  if (!UUID_V8.test(id)) return { name: text.normalize('NFC'), digest: null };
  // The version takes one digit's place, and the variant changes another.
  const hex = id.replaceAll('-', '');
  return { name: text, digest: `${hex.slice(0, 12)}_${hex.slice(13, 16)}_${hex.slice(17)}%` };
}

/** SQL for the projects of a user, each with its name as it is sent and as it is shown: several may be shown as one. */
export function shownProjectsSql(user: string): string {
  return `SELECT p.id, p.sent_name, coalesce(r.shown_name, p.sent_name) AS shown_name, p.color, p.badge, p.archived, p.first_seen_at
      FROM projects p
      LEFT JOIN renames r ON r.user_id = ${user} AND r.dimension = 'project' AND r.digest = p.digest
     WHERE p.user_id = ${user}`;
}

/**
 * SQL for the names that are shown of projects of a user that one of `names` or `digests` calls: `(name, address)`, where `address` is the
 * place in both arrays, from 1, and no address has two. A name that is shown counts before one that was sent, and a name before an id.
 */
export function namedProjectsSql(user: string, names: string, digests: string): string {
  return `WITH own AS MATERIALIZED (${shownProjectsSql(user)})
    SELECT DISTINCT ON (w.address) w.address, k.shown AS name
      FROM unnest(${names}, ${digests}) WITH ORDINALITY AS w (name, digest, address)
      JOIN (
        SELECT shown_name AS shown, shown_name AS called, 0 AS worse FROM own
        UNION ALL
        SELECT project, project, 0 FROM activities WHERE user_id = ${user} AND project <> ''
        UNION ALL
        SELECT shown_name, sent_name, 1 FROM own
        UNION ALL
        SELECT shown_name, name, 1 FROM renames WHERE user_id = ${user} AND dimension = 'project') k
        ON k.called = w.name OR (w.digest IS NOT NULL AND ${digestSql('k.called')} LIKE w.digest)
     ORDER BY w.address, (k.called <> w.name)::int, k.worse, k.shown`;
}

/** The digest that the id of a name is made from, in hex digits. */
function digestSql(name: string): string {
  return `encode(sha256(convert_to('${PREFIX}' || ${name}, 'UTF8')), 'hex')`;
}
