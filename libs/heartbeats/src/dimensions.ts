import { hash } from 'node:crypto';
import { must } from '@app/core';
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

type Kind = keyof typeof LETTERS;

interface Wanted<T> {
  digest: Buffer;
  value: T;
}

/** One kind's part of a batch. */
interface Lookup<T> {
  /** The texts asked for, in order. */
  names: readonly string[];
  /** Their ids, where they are known. */
  known: readonly (number | undefined)[];
  /** What has no known id, by its text, each once. */
  wanted: ReadonlyMap<string, Wanted<T>>;
}

interface Lookups {
  activity: Lookup<SentActivity>;
  entity: Lookup<string>;
  userAgent: Lookup<string>;
}

/** The texts whose ids are remembered hold at most so many characters. */
const MOST_CHARACTERS = 32 * 1024 * 1024;
/** What an id takes beside its text, in characters: many short texts fill memory too. */
const ENTRY_CHARACTERS = 100;

/** One letter a kind: it ends the digits of the user's id before it, whatever text follows. */
const LETTERS = { activity: 'a', entity: 'e', userAgent: 'u' } as const;
const KINDS = ['activity', 'entity', 'userAgent'] as const;

/** 16 bytes that stand for a text in an index: an index entry may not be longer than 2,704 bytes, a path may. */
function digestOf(text: string): Buffer {
  return hash('sha256', text, 'buffer').subarray(0, 16);
}

/** The ids of a batch's dimensions, each list in the order of the values asked for. */
export interface DimensionIds {
  activities: number[];
  entities: number[];
  userAgents: number[];
}

/**
 * Turns texts into the ids of a user's dimension rows, making the rows that are missing. Ids are remembered in the process: a row, once
 * committed, never goes away but with the account.
 */
@Injectable()
export class Dimensions {
  /** By user, kind and whole text; committed rows only. */
  private readonly ids = new LRUCache<string, number>({
    maxSize: MOST_CHARACTERS,
    sizeCalculation: (_id, key) => key.length + ENTRY_CHARACTERS,
  });
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
    const lookups: Lookups = {
      activity: this.look(userId, 'activity', activityNames(activities), activities),
      entity: this.look(userId, 'entity', entities, entities),
      userAgent: this.look(userId, 'userAgent', userAgents, userAgents),
    };
    const made = await this.make(userId, lookups);
    return {
      activities: idsOf(lookups.activity, made.activity),
      entities: idsOf(lookups.entity, made.entity),
      userAgents: idsOf(lookups.userAgent, made.userAgent),
    };
  }

  /** Neighbours in a batch are often the same: those are looked up once. */
  private look<T>(userId: number, kind: Kind, names: readonly string[], values: readonly T[]): Lookup<T> {
    const wanted = new Map<string, Wanted<T>>();
    let last: string | undefined;
    let id: number | undefined;
    const known = names.map((name, n) => {
      if (name === last) return id;
      last = name;
      id = this.ids.get(keyOf(userId, kind, name));
      if (id === undefined && !wanted.has(name)) wanted.set(name, { digest: digestOf(name), value: must(values[n], 'value of a text') });
      return id;
    });
    return { names, known, wanted };
  }

  /** Makes the rows that are missing, in a transaction of its own. Their ids by their texts. */
  private async make(userId: number, lookups: Lookups): Promise<Record<Kind, Map<string, number>>> {
    const made = { activity: new Map<string, number>(), entity: new Map<string, number>(), userAgent: new Map<string, number>() };
    if (KINDS.every((kind) => lookups[kind].wanted.size === 0)) return made;
    // Committed before the ids are remembered or used: another process must be able to see them.
    await this.em.fork().transactional(async (em) => {
      await this.store(em, userId, lookups, (kind, name, id) => made[kind].set(name, id));
    });
    for (const kind of KINDS) for (const [name, id] of made[kind]) this.ids.set(keyOf(userId, kind, name), id);
    return made;
  }

  private async store(
    em: EntityManager,
    userId: number,
    { activity, entity, userAgent }: Lookups,
    found: (kind: Kind, name: string, id: number) => void,
  ): Promise<void> {
    const activities = sorted(activity.wanted);
    const projects = [...new Set(activities.map(([, { value }]) => value[0]))].filter((name) => name !== '');
    if (projects.length > 0) await sql(em, INSERT_PROJECTS, [userId, projects.map(digestOf), projects]);
    const entities = sorted(entity.wanted);
    const agents = sorted(userAgent.wanted);
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
        found(kind, name, must(byDigest.get(digest.toString('latin1')), `${kind} row`));
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

// A new activity shows its project as the project is shown now, and a site without a category as browsing, as WakaTime does. The share lock
// waits for a rename under way and makes the next one wait.
const INSERT_ACTIVITIES = `
  WITH shown AS (
    SELECT digest, shown_name FROM projects WHERE user_id = $1 AND digest = ANY($12::bytea[]) ORDER BY digest FOR SHARE)
  INSERT INTO activities (user_id, digest,
    sent_project, sent_branch, sent_language, sent_category, sent_type, sent_editor, sent_operating_system, sent_machine, sent_ai_model,
    project, branch, language, category, type, editor, operating_system, machine, ai_model)
  SELECT $1, n.digest, n.project, n.branch, n.language, n.category, n.type, n.editor, n.operating_system, n.machine, n.ai_model,
    coalesce(shown.shown_name, n.project), n.branch, n.language,
    CASE WHEN n.category = '' AND n.type IN ('domain', 'url') THEN 'browsing' ELSE n.category END,
    n.type, n.editor, n.operating_system, n.machine, n.ai_model
    FROM unnest($2::bytea[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::bytea[])
      AS n (digest, project, branch, language, category, type, editor, operating_system, machine, ai_model, project_digest)
    LEFT JOIN shown ON shown.digest = n.project_digest
   WHERE NOT EXISTS (SELECT FROM activities a WHERE a.user_id = $1 AND a.digest = n.digest)
   ORDER BY n.digest
  ON CONFLICT (user_id, digest) DO NOTHING`;

/** What a dimension's id is remembered under: the same for no two users, kinds or texts. */
function keyOf(userId: number, kind: Kind, name: string): string {
  return userId + LETTERS[kind] + name;
}

/** Each activity as one text, which its digest is taken over. Neighbours that are the same share it. */
function activityNames(activities: readonly SentActivity[]): string[] {
  let last: SentActivity | undefined;
  let name = '';
  return activities.map((activity) => {
    if (!last?.every((text, n) => text === activity[n])) name = JSON.stringify(activity);
    last = activity;
    return name;
  });
}

function idsOf<T>({ names, known }: Lookup<T>, made: ReadonlyMap<string, number>): number[] {
  return known.map((id, n) => id ?? must(made.get(must(names[n], 'text')), 'dimension row'));
}

function sorted<T>(wanted: ReadonlyMap<string, Wanted<T>>): [string, Wanted<T>][] {
  return [...wanted].toSorted(([, a], [, b]) => Buffer.compare(a.digest, b.digest));
}

/** Rows of nine texts as nine columns. */
function columns(rows: readonly SentActivity[]): string[][] {
  return ([0, 1, 2, 3, 4, 5, 6, 7, 8] as const).map((i) => rows.map((row) => row[i]));
}
