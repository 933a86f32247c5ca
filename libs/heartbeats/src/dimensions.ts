import { hash } from 'node:crypto';
import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { parseUserAgent, type ParsedUserAgent } from './user-agent.js';

/** What was being done, as the client sent it; `''` = none. In the order that its digest is taken over: never change it. */
export type SentActivity = readonly [
  project: string,
  branch: string,
  language: string,
  category: string,
  type: string,
  editor: string,
  operatingSystem: string,
  machine: string,
  aiModel: string,
];

type Kind = 'activity' | 'entity' | 'userAgent';

interface Wanted<T> {
  digest: Buffer;
  value: T;
}

/** The digests that a batch needs, each once. */
class Wants {
  readonly activity = new Map<string, Wanted<SentActivity>>();
  readonly entity = new Map<string, Wanted<string>>();
  readonly userAgent = new Map<string, Wanted<string>>();
}

/** 16 bytes that stand for a text in an index: an index entry may not be longer than 2,704 bytes, a path may. */
function digestOf(text: string): Buffer {
  return hash('sha256', text, 'buffer').subarray(0, 16);
}

/** The ids of one batch's dimensions. */
export interface DimensionIds {
  activity(value: SentActivity): number;
  entity(value: string): number;
  userAgent(value: string): number;
}

/**
 * Turns texts into the ids of a user's dimension rows, making the rows that are missing. Ids are remembered in the process: a row, once
 * committed, never goes away but with the account.
 */
@Injectable()
export class Dimensions {
  private readonly ids = new LRUCache<string, number>({ max: 200_000 });
  private readonly agents = new LRUCache<string, ParsedUserAgent>({ max: 2_000 });

  constructor(private readonly em: EntityManager) {}

  /** The parsed form of a raw user agent. */
  agent(raw: string): ParsedUserAgent {
    let parsed = this.agents.get(raw);
    if (!parsed) this.agents.set(raw, (parsed = parseUserAgent(raw)));
    return parsed;
  }

  async resolve(
    userId: number,
    activities: readonly SentActivity[],
    entities: readonly string[],
    userAgents: readonly string[],
  ): Promise<DimensionIds> {
    const found = new Map<string, number>();
    const wants = new Wants();
    const keyOf = (kind: Kind, digest: Buffer): string => `${userId}${kind}${digest.toString('latin1')}`;
    const look = <T>(kind: Kind, want: Map<string, Wanted<T>>, name: string, value: T): void => {
      if (found.has(kind + name) || want.has(name)) return;
      const digest = digestOf(name);
      const id = this.ids.get(keyOf(kind, digest));
      if (id === undefined) want.set(name, { digest, value });
      else found.set(kind + name, id);
    };
    for (const a of activities) look('activity', wants.activity, activityName(a), a);
    for (const e of entities) look('entity', wants.entity, e, e);
    for (const u of userAgents) look('userAgent', wants.userAgent, u, u);

    if (wants.activity.size + wants.entity.size + wants.userAgent.size > 0) {
      // Committed before the ids are remembered or used: another process must be able to see them.
      await this.em.fork().transactional(async (em) => {
        await this.store(em, userId, wants, (kind, name, digest, id) => found.set(kind + name, id));
      });
      for (const kind of ['activity', 'entity', 'userAgent'] as const) {
        for (const [name, { digest }] of wants[kind]) this.ids.set(keyOf(kind, digest), idOf(found, kind, name));
      }
    }
    return {
      activity: (value) => idOf(found, 'activity', activityName(value)),
      entity: (value) => idOf(found, 'entity', value),
      userAgent: (value) => idOf(found, 'userAgent', value),
    };
  }

  private async store(
    em: EntityManager,
    userId: number,
    wants: Wants,
    found: (kind: Kind, name: string, digest: Buffer, id: number) => void,
  ): Promise<void> {
    const activities = sorted(wants.activity);
    const projects = [...new Set(activities.map(([, { value }]) => value[0]))].filter((name) => name !== '');
    if (projects.length > 0) await sql(em, INSERT_PROJECTS, [userId, projects.map(digestOf), projects]);
    const entities = sorted(wants.entity);
    const agents = sorted(wants.userAgent);
    const parsed = agents.map(([raw]) => this.agent(raw));
    const steps: [Kind, [string, Wanted<unknown>][], string, string, unknown[]][] = [
      [
        'activity',
        activities,
        'activities',
        INSERT_ACTIVITIES,
        [...columns(activities.map(([, { value }]) => value)), activities.map(([, { value }]) => digestOf(value[0]))],
      ],
      ['entity', entities, 'entities', INSERT_ENTITIES, [entities.map(([name]) => name)]],
      [
        'userAgent',
        agents,
        'user_agents',
        INSERT_USER_AGENTS,
        [
          agents.map(([raw]) => raw),
          parsed.map((a) => a.editor),
          parsed.map((a) => a.editorVersion),
          parsed.map((a) => a.operatingSystem),
          parsed.map((a) => a.aiModel),
          parsed.map((a) => a.aiModelVersion),
          parsed.map((a) => a.aiModelComplexity),
          parsed.map((a) => a.cliVersion),
          parsed.map((a) => a.isBrowserExtension),
        ],
      ],
    ];
    for (const [kind, rows, table, insert, values] of steps) {
      if (rows.length === 0) continue;
      const digests = rows.map(([, { digest }]) => digest);
      await sql(em, insert, [userId, digests, ...values]);
      // A statement of its own, so that it sees the rows that another transaction was first to make.
      const ids = await sql<{ id: number; digest: Buffer }>(
        em,
        `SELECT id, digest FROM ${table} WHERE user_id = $1 AND digest = ANY($2::bytea[])`,
        [userId, digests],
      );
      const byDigest = new Map(ids.map((r) => [r.digest.toString('latin1'), r.id]));
      for (const [name, { digest }] of rows) {
        const id = byDigest.get(digest.toString('latin1'));
        if (id !== undefined) found(kind, name, digest, id);
      }
    }
  }
}

/** Rows that are there already are left alone before the conflict: `ON CONFLICT` alone would use up an id for each. */
const insertMissing = (table: string, names: string, types: string): string => `
  INSERT INTO ${table} (user_id, digest, ${names})
  SELECT $1, n.digest, ${names
    .split(', ')
    .map((c) => `n.${c}`)
    .join(', ')}
    FROM unnest($2::bytea[], ${types}) AS n (digest, ${names})
   WHERE NOT EXISTS (SELECT FROM ${table} t WHERE t.user_id = $1 AND t.digest = n.digest)
   ORDER BY n.digest
  ON CONFLICT (user_id, digest) DO NOTHING`;

const INSERT_ENTITIES = insertMissing('entities', 'name', '$3::text[]');
const INSERT_USER_AGENTS = insertMissing(
  'user_agents',
  'value, editor, editor_version, operating_system, ai_model, ai_model_version, ai_model_complexity, cli_version, is_browser_extension',
  '$3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::bool[]',
);

const INSERT_PROJECTS = `
  INSERT INTO projects (user_id, digest, sent_name, shown_name)
  SELECT $1, n.digest, n.name, n.name FROM unnest($2::bytea[], $3::text[]) AS n (digest, name)
   WHERE NOT EXISTS (SELECT FROM projects p WHERE p.user_id = $1 AND p.digest = n.digest)
   ORDER BY n.digest
  ON CONFLICT (user_id, digest) DO NOTHING`;

// A new activity shows its project as the project is shown now. The share lock waits for a rename under way and makes the next one wait.
const INSERT_ACTIVITIES = `
  WITH shown AS (
    SELECT digest, shown_name FROM projects WHERE user_id = $1 AND digest = ANY($12::bytea[]) ORDER BY digest FOR SHARE)
  INSERT INTO activities (user_id, digest,
    sent_project, sent_branch, sent_language, sent_category, sent_type, sent_editor, sent_operating_system, sent_machine, sent_ai_model,
    project, branch, language, category, type, editor, operating_system, machine, ai_model)
  SELECT $1, n.digest, n.project, n.branch, n.language, n.category, n.type, n.editor, n.operating_system, n.machine, n.ai_model,
    coalesce(shown.shown_name, n.project), n.branch, n.language, n.category, n.type, n.editor, n.operating_system, n.machine, n.ai_model
    FROM unnest($2::bytea[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::bytea[])
      AS n (digest, project, branch, language, category, type, editor, operating_system, machine, ai_model, project_digest)
    LEFT JOIN shown ON shown.digest = n.project_digest
   WHERE NOT EXISTS (SELECT FROM activities a WHERE a.user_id = $1 AND a.digest = n.digest)
   ORDER BY n.digest
  ON CONFLICT (user_id, digest) DO NOTHING`;

function activityName(activity: SentActivity): string {
  return JSON.stringify(activity);
}

function sorted<T>(wanted: Map<string, Wanted<T>>): [string, Wanted<T>][] {
  return [...wanted].toSorted(([, a], [, b]) => Buffer.compare(a.digest, b.digest));
}

/** Rows of nine texts as nine columns. */
function columns(rows: readonly SentActivity[]): string[][] {
  return [0, 1, 2, 3, 4, 5, 6, 7, 8].map((i) => rows.map((row) => row[i] ?? ''));
}

function idOf(found: ReadonlyMap<string, number>, kind: Kind, name: string): number {
  const id = found.get(kind + name);
  if (id === undefined) throw new Error(`No ${kind} row was made`);
  return id;
}
