import { mapInTurns, must } from '@app/core';
import { PriorityPool } from '@app/database';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { digestOf } from './digests.js';
import type { Naming } from './names/naming.js';
import { READER_VERSION } from './reread/reader-version.js';
import { canonicalOf, nameOfActivity, type SentActivity, shownName, type ShownActivity } from './shown-activity.js';
import { parseUserAgent, type ParsedUserAgent } from './user-agent.js';

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

/** What has no row yet, each kind in the order of its digests, and the version of the user's rules and renames. */
interface Missing {
  version: number;
  activity: [string, Wanted<SentActivity>][];
  entity: [string, Wanted<string>][];
  userAgent: [string, Wanted<string>][];
}

/** A row that there is, by its digest. */
interface MadeRow {
  id: number;
  digest: Buffer;
}

/** The tables whose ids are counted by user: see the entity `DimensionCounter`. */
type Counted = 'activities' | 'entities' | 'user_agents' | 'projects';

/** The texts whose ids are remembered hold at most so many characters. */
const MOST_CHARACTERS = 32 * 1024 * 1024;
/** What an id takes beside its text, in characters: many short texts fill memory too. */
const ENTRY_CHARACTERS = 100;

/** One letter a kind: it ends the digits of the user's id before it, whatever text follows. */
const LETTERS = { activity: 'a', entity: 'e', userAgent: 'u' } as const;
const KINDS = ['activity', 'entity', 'userAgent'] as const;

function digested(name: string): { name: string; digest: Buffer } {
  return { name, digest: digestOf(name) };
}

/** Adds the ids of these rows to `made`, each by the text that its digest stands for. */
function addIds(made: Map<string, number>, wanted: readonly [string, Wanted<unknown>][], rows: readonly MadeRow[]): void {
  const ids = new Map(rows.map(({ id, digest }) => [digest.toString('latin1'), id]));
  for (const [name, { digest }] of wanted) {
    const id = ids.get(digest.toString('latin1'));
    if (id !== undefined) made.set(name, id);
  }
}

function digestsOf<T>(rows: readonly [string, Wanted<T>][]): Buffer[] {
  return rows.map(([, { digest }]) => digest);
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

  constructor(private readonly priority: PriorityPool) {}

  /** The parsed form of a raw user agent. */
  agent(raw: string): ParsedUserAgent {
    let parsed = this.agents.get(raw);
    if (!parsed) this.agents.set(raw, (parsed = parseUserAgent(raw)));
    return parsed;
  }

  /**
   * New activities are shown by `naming`. Undefined, and no activity is made, where the user's rules or renames are not those any more: they
   * are to be loaded, and what rules on the entity set is to be looked up again.
   */
  async resolve(
    userId: number,
    naming: Naming,
    activities: readonly SentActivity[],
    entities: readonly string[],
    userAgents: readonly string[],
  ): Promise<DimensionIds | undefined> {
    const lookups: Lookups = {
      activity: this.look(userId, 'activity', activityNames(activities), activities),
      entity: this.look(userId, 'entity', entities, entities),
      userAgent: this.look(userId, 'userAgent', userAgents, userAgents),
    };
    const made = await this.make(userId, naming, lookups);
    return (
      made && {
        activities: idsOf(lookups.activity, made.activity),
        entities: idsOf(lookups.entity, made.entity),
        userAgents: idsOf(lookups.userAgent, made.userAgent),
      }
    );
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

  /**
   * Finds the rows that are there and makes those that are missing, each kind by one statement. Their ids by their texts; undefined where
   * `naming` is not the present one.
   */
  private async make(userId: number, naming: Naming, lookups: Lookups): Promise<Record<Kind, Map<string, number>> | undefined> {
    const made = { activity: new Map<string, number>(), entity: new Map<string, number>(), userAgent: new Map<string, number>() };
    if (KINDS.every((kind) => lookups[kind].wanted.size === 0)) return made;
    const missing = await this.find(userId, lookups, made);
    if (missing.version !== naming.version) return undefined;
    if (KINDS.some((kind) => missing[kind].length > 0)) {
      await this.insert(userId, naming, missing, made);
      // A statement of its own, so that it sees the rows that another request was first to make.
      if (KINDS.some((kind) => missing[kind].some(([name]) => !made[kind].has(name)))) await this.find(userId, lookups, made);
    }
    // Rules or renames were changed meanwhile.
    if (missing.activity.some(([name]) => !made.activity.has(name))) return undefined;
    // Only now, when they are committed: another process must be able to see them.
    for (const kind of KINDS) for (const [name, id] of made[kind]) this.ids.set(keyOf(userId, kind, name), id);
    return made;
  }

  /** Adds the ids of the rows that are there to `made`, and returns what has none, in the order of its digests. */
  private async find(userId: number, lookups: Lookups, made: Record<Kind, Map<string, number>>): Promise<Missing> {
    const rows = await this.priority.query<MadeRow & { kind: Kind | 'naming' }>('find-dimensions', FIND, [
      userId,
      ...KINDS.map((kind) => [...lookups[kind].wanted.values()].map(({ digest }) => digest)),
    ]);
    const missingOf = <T>(kind: Kind, { wanted }: Lookup<T>): [string, Wanted<T>][] => {
      const all = sorted(wanted);
      addIds(
        made[kind],
        all,
        rows.filter((row) => row.kind === kind),
      );
      return all.filter(([name]) => !made[kind].has(name));
    };
    return {
      version: rows.find((row) => row.kind === 'naming')?.id ?? 0,
      activity: missingOf('activity', lookups.activity),
      entity: missingOf('entity', lookups.entity),
      userAgent: missingOf('userAgent', lookups.userAgent),
    };
  }

  /**
   * Makes rows and adds their ids to `made`: not of those that another request makes at the same time, and no activity where `naming` is not
   * the present one.
   */
  private async insert(
    userId: number,
    naming: Naming,
    { activity, entity, userAgent }: Missing,
    made: Record<Kind, Map<string, number>>,
  ): Promise<void> {
    const activities = activity.map(([, { value }]) => value);
    const shown = await mapInTurns(activities, (one) => naming.show(one));
    const names = new Set(activities.map((one) => canonicalOf(one)[0]));
    const projects = [...names].filter((name) => name !== '').map((name) => digested(name));
    projects.sort((a, b) => Buffer.compare(a.digest, b.digest));
    const agents = userAgent.map(([raw]) => this.agent(raw));
    const ids = await this.takeIds(userId, [activity.length, entity.length, userAgent.length, projects.length]);
    if (projects.length > 0) {
      await this.priority.query('insert-projects', INSERT_PROJECTS, [
        userId,
        ids.projects,
        projects.map((project) => project.digest),
        projects.map((project) => project.name),
      ]);
    }
    if (activities.length > 0) {
      const rows = await this.priority.query<MadeRow>('insert-activities', INSERT_ACTIVITIES, [
        userId,
        ids.activities,
        digestsOf(activity),
        ...columns(activities),
        ...columns(shown.map((one) => one.shown)),
        ...LATER_FIELDS.map((field) => activities.map((one) => one[field])),
        shown.map(({ dropped }) => dropped),
        naming.version,
      ]);
      addIds(made.activity, activity, rows);
    }
    if (entity.length > 0) {
      const rows = await this.priority.query<MadeRow>('insert-entities', INSERT_ENTITIES, [
        userId,
        ids.entities,
        digestsOf(entity),
        entity.map(([name]) => shownName(name)),
      ]);
      addIds(made.entity, entity, rows);
    }
    if (agents.length > 0) {
      const rows = await this.priority.query<MadeRow>('insert-user-agents', INSERT_USER_AGENTS, [
        userId,
        ids.user_agents,
        digestsOf(userAgent),
        userAgent.map(([raw]) => raw),
        agents.map((a) => a.editor),
        agents.map((a) => a.editorVersion),
        agents.map((a) => a.operatingSystem),
        agents.map((a) => a.aiAgent),
        agents.map((a) => a.aiModel),
        agents.map((a) => a.aiModelVersion),
        agents.map((a) => a.aiModelComplexity),
        agents.map((a) => a.cliVersion),
        agents.map((a) => a.isBrowserExtension),
        agents.map(() => READER_VERSION),
      ]);
      addIds(made.userAgent, userAgent, rows);
    }
  }

  /** Ids that no row of the user has or will have, as many of each table as asked for. What is not used of them stays unused. */
  private async takeIds(userId: number, wanted: readonly number[]): Promise<Record<Counted, number[]>> {
    const rows = await this.priority.query<Record<Counted, number>>('take-dimension-ids', TAKE_IDS, [userId, ...wanted]);
    const last = must(rows[0], 'counters');
    const ids = (counter: Counted, n: number): number[] => {
      const count = wanted[n] ?? 0;
      return Array.from({ length: count }, (_, at) => last[counter] - count + 1 + at);
    };
    return {
      activities: ids('activities', 0),
      entities: ids('entities', 1),
      user_agents: ids('user_agents', 2),
      projects: ids('projects', 3),
    };
  }
}

// In the order of KINDS.
const FIND = `
  SELECT 'activity' AS kind, id, digest FROM activities WHERE user_id = $1 AND digest = ANY($2::bytea[])
  UNION ALL SELECT 'entity', id, digest FROM entities WHERE user_id = $1 AND digest = ANY($3::bytea[])
  UNION ALL SELECT 'userAgent', id, digest FROM user_agents WHERE user_id = $1 AND digest = ANY($4::bytea[])
  UNION ALL SELECT 'naming', naming_version, ''::bytea FROM dimension_counters WHERE user_id = $1`;

const TAKE_IDS = `
  INSERT INTO dimension_counters AS c (user_id, activities, entities, user_agents, projects) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (user_id) DO UPDATE SET activities = c.activities + excluded.activities, entities = c.entities + excluded.entities,
    user_agents = c.user_agents + excluded.user_agents, projects = c.projects + excluded.projects
  RETURNING activities, entities, user_agents, projects`;

/** In the order of their digests, so that two requests that make the same rows cannot wait for each other. */
const insertMissing = (table: string, names: string, types: string): string => `
  INSERT INTO ${table} (user_id, id, digest, ${names})
  SELECT $1, n.id, n.digest, ${names
    .split(', ')
    .map((c) => `n.${c}`)
    .join(', ')}
    FROM unnest($2::int[], $3::bytea[], ${types}) AS n (id, digest, ${names})
   ORDER BY n.digest
  ON CONFLICT (user_id, digest) DO NOTHING
  RETURNING id, digest`;

const INSERT_ENTITIES = insertMissing('entities', 'name', '$4::text[]');
const INSERT_USER_AGENTS = insertMissing(
  'user_agents',
  'value, editor, editor_version, operating_system, ai_agent, ai_model, ai_model_version, ai_model_complexity, cli_version, is_browser_extension, reader_version',
  '$4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::bool[], $14::int[]',
);

const INSERT_PROJECTS = `
  INSERT INTO projects (user_id, id, digest, sent_name)
  SELECT $1, n.id, n.digest, n.name FROM unnest($2::int[], $3::bytea[], $4::text[]) AS n (id, digest, name)
   ORDER BY n.digest
  ON CONFLICT (user_id, digest) DO NOTHING`;

const ACTIVITY_COLUMNS = 'project, branch, language, category, type, editor, operating_system, machine, ai_model, ai_agent'.split(', ');
const SENT_COLUMNS = ACTIVITY_COLUMNS.map((column) => `sent_${column}`);
/** The sent fields without a column among those above: the file's language, and what is forced. */
const LATER_FIELDS = [10, 11] as const;
const TEXT_COLUMNS = [...SENT_COLUMNS, ...ACTIVITY_COLUMNS, 'file_language', 'forced'];

// A new activity is shown by the present rules and renames ($27). The share lock waits for a change of them that is under way and makes the
// next one wait, which then sees the new row.
const INSERT_ACTIVITIES = `
  WITH naming AS (SELECT user_id FROM dimension_counters WHERE user_id = $1 AND naming_version = $27::int FOR SHARE)
  INSERT INTO activities (user_id, id, digest, ${TEXT_COLUMNS.join(', ')}, dropped)
  SELECT $1, n.id, n.digest, ${TEXT_COLUMNS.map((column) => `n.${column}`).join(', ')}, n.dropped
    FROM naming, unnest($2::int[], $3::bytea[], ${TEXT_COLUMNS.map((_, n) => `$${n + 4}::text[]`).join(', ')}, $26::bool[])
      AS n (id, digest, ${TEXT_COLUMNS.join(', ')}, dropped)
   ORDER BY n.digest
  ON CONFLICT (user_id, digest) DO NOTHING
  RETURNING id, digest`;

/** What a dimension's id is remembered under: the same for no two users, kinds or texts. */
function keyOf(userId: number, kind: Kind, name: string): string {
  return userId + LETTERS[kind] + name;
}

/** Each activity as one text, which its digest is taken over. Neighbours that are the same share it. */
function activityNames(activities: readonly SentActivity[]): string[] {
  let last: SentActivity | undefined;
  let name = '';
  return activities.map((activity) => {
    if (!last?.every((text, n) => text === activity[n])) name = nameOfActivity(activity);
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

/** Rows of texts as a column for each field of an activity's row. */
function columns(rows: readonly (SentActivity | ShownActivity)[]): string[][] {
  return ACTIVITY_COLUMNS.map((_, field) => rows.map((row) => row[field] ?? ''));
}
