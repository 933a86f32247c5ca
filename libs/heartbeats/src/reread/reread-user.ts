import { Clock, must } from '@app/core';
import { BackgroundPace, DAY_US, dirtyDaysSql, sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { modelIdOf } from '../ai-models.js';
import { digestOf } from '../digests.js';
import { Dimensions } from '../dimensions.js';
import { languageOfFile } from '../languages.js';
import { type ActivityRow, activitiesOf, sentOf } from '../names/activity-rows.js';
import { showNamesAnew } from '../names/change-names.js';
import { Namings } from '../names/namings.js';
import { nameOfActivity, type SentActivity, shownName } from '../shown-activity.js';
import { type ParsedUserAgent, parseUserAgent } from '../user-agent.js';
import { READER_VERSION } from './reader-version.js';

/** What was read of a raw user agent and is part of an activity. */
type Reading = Pick<ParsedUserAgent, 'editor' | 'operatingSystem' | 'aiModelId' | 'aiAgent'>;

interface AgentRow {
  id: number;
  value: string;
  editor: string;
  operating_system: string;
  ai_model: string;
  ai_model_version: string;
  ai_agent: string;
  reader_version: number;
}

interface Change {
  before: Reading;
  now: Reading;
}

/** Heartbeats of a day that become those of another activity together. */
interface Group {
  activity_id: number;
  user_agent_id: number;
  /** 0: of any. */
  entity_id: number;
  entity: string;
}

interface Move {
  group: Group;
  now: SentActivity;
}

/** How many entities are looked at at a time. */
const ENTITIES = 2_000;
/** How often a day is looked at. Each other job moves a day once. */
const MOST_TRIES = 20;
const UNREST = 'Something else gives the same heartbeats to other activities all the time.';

/** Reads again what an older version read, of one user at a time. Running twice, or at the same time as ingest or `ApplyRules`, does no harm. */
@Injectable()
export class RereadUser {
  constructor(
    private readonly em: EntityManager,
    private readonly dimensions: Dimensions,
    private readonly namings: Namings,
    private readonly clock: Clock,
  ) {}

  /** Returns how many heartbeats are of another activity now; `progress` is told how many days of the user's are done. */
  async read(userId: number, signal: AbortSignal, progress: (days: number) => void): Promise<number> {
    const agents = await sql<AgentRow>(this.em, OLD_AGENTS, [userId, READER_VERSION]);
    await this.showNames(userId, signal);
    const changes = changesOf(agents);
    const activities = await activitiesOf(this.em, userId);
    let moved = 0;
    if (changes.size > 0 || openOf(activities).length > 0) {
      const pace = new BackgroundPace(this.em, this.clock, signal);
      const [first] = await sql<{ day: number }>(this.em, NEXT_DAY, [userId, 0]);
      for (let next = first; next; [next] = await sql<{ day: number }>(this.em, NEXT_DAY, [userId, (next.day + 1) * DAY_US])) {
        moved += await this.readDay(userId, next.day, changes, activities);
        progress(next.day - must(first, 'day').day + 1);
        await pace.afterDay();
      }
    }
    // Last: what stopped before begins again with what was read before.
    const now = agents.map(({ value }) => parseUserAgent(value));
    await sql(this.em, STORE_AGENTS, [
      userId,
      READER_VERSION,
      agents.map(({ id }) => id),
      now.map((a) => a.editor),
      now.map((a) => a.editorVersion),
      now.map((a) => a.operatingSystem),
      now.map((a) => a.aiAgent),
      now.map((a) => a.aiModel),
      now.map((a) => a.aiModelVersion),
      now.map((a) => a.aiModelComplexity),
      now.map((a) => a.isBrowserExtension),
    ]);
    return moved;
  }

  /** What is shown of the names that were sent: of activities, entities and projects. */
  private async showNames(userId: number, signal: AbortSignal): Promise<void> {
    await showNamesAnew(this.em, userId);
    await this.showEntities(userId, signal);
    await this.showProjects(userId);
  }

  private async showEntities(userId: number, signal: AbortSignal): Promise<void> {
    for (let last: number | undefined = 0; last !== undefined;) {
      signal.throwIfAborted();
      const rows: { id: number; name: string }[] = await sql(this.em, SOME_ENTITIES, [userId, last]);
      const changed = rows.filter(({ name }) => shownName(name) !== name);
      if (changed.length > 0)
        await sql(this.em, SHOW_ENTITIES, [userId, changed.map(({ id }) => id), changed.map(({ name }) => shownName(name))]);
      last = rows.at(-1)?.id;
    }
  }

  /** A project has one row, whatever forms its name was sent in: the one in NFC, else the oldest. */
  private async showProjects(userId: number): Promise<void> {
    const rows = await sql<{ id: number; sent_name: string }>(this.em, PROJECTS, [userId]);
    const names = new Set(rows.map(({ sent_name: name }) => name).filter((name) => shownName(name) === name));
    const others = rows.filter(({ sent_name: name }) => shownName(name) !== name);
    if (others.length === 0) return;
    const [kept, twins]: [typeof others, typeof others] = [[], []];
    for (const row of others) {
      const name = shownName(row.sent_name);
      (names.has(name) ? twins : kept).push(row);
      names.add(name);
    }
    await this.em.fork().transactional(async (em) => {
      await sql(em, 'DELETE FROM projects WHERE user_id = $1 AND id = ANY($2::int[])', [userId, twins.map(({ id }) => id)]);
      await sql(em, SHOW_PROJECTS, [
        userId,
        kept.map(({ id }) => id),
        kept.map(({ sent_name: name }) => digestOf(shownName(name))),
        kept.map(({ sent_name: name }) => shownName(name)),
      ]);
    });
  }

  /**
   * Gives the heartbeats of one UTC day to the activities that they would be of today. Returns how many. Another job, `ApplyRules`, may give them
   * to others meanwhile. So the day is looked at until nothing is left: what the other gives them to then is read as today.
   */
  private async readDay(
    userId: number,
    day: number,
    changes: ReadonlyMap<number, Change>,
    activities: Map<number, ActivityRow>,
  ): Promise<number> {
    let moved = 0;
    for (let tries = 0; ; tries++) {
      const moves = await this.movesOf(userId, day, changes, activities);
      if (moves.length === 0) return moved;
      if (tries === MOST_TRIES) throw new Error(UNREST);
      moved += await this.move(userId, day, moves);
    }
  }

  /** What of one UTC day becomes of another activity. */
  private async movesOf(
    userId: number,
    day: number,
    changes: ReadonlyMap<number, Change>,
    activities: Map<number, ActivityRow>,
  ): Promise<Move[]> {
    const groups = await this.groupsOf(userId, day, changes, activities);
    return groups.flatMap((group) => {
      const before = sentOf(must(activities.get(group.activity_id), 'activity'));
      const now = sentAgain(before, changes.get(group.user_agent_id), group.entity);
      return nameOfActivity(now) === nameOfActivity(before) ? [] : [{ group, now }];
    });
  }

  /** Adds to `activities` what was made meanwhile: it may be made of what an older version read. Rows never go away but with the account. */
  private async groupsOf(
    userId: number,
    day: number,
    changes: ReadonlyMap<number, Change>,
    activities: Map<number, ActivityRow>,
  ): Promise<Group[]> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const groups = await sql<Group>(this.em, GROUPS, [userId, day * DAY_US, (day + 1) * DAY_US, [...changes.keys()], openOf(activities)]);
      const [made] = await sql<{ n: number }>(this.em, NUMBER_OF_ACTIVITIES, [userId]);
      if ((made?.n ?? 0) <= activities.size) return groups;
      for (const [id, row] of await activitiesOf(this.em, userId)) activities.set(id, row);
    }
    throw new Error(UNREST);
  }

  private async move(userId: number, day: number, moves: readonly Move[]): Promise<number> {
    const sent = moves.map(({ now }) => now);
    const activityIds = await this.namings.by(userId, (naming) =>
      this.dimensions.resolve(userId, naming, sent, [], []).then((ids) => ids?.activities),
    );
    const [result] = await sql<{ n: number }>(this.em, MOVE, [
      userId,
      day * DAY_US,
      (day + 1) * DAY_US,
      moves.map(({ group }) => group.activity_id),
      moves.map(({ group }) => group.user_agent_id),
      moves.map(({ group }) => group.entity_id),
      activityIds,
    ]);
    return result?.n ?? 0;
  }
}

/** By the user agent's id. Those that are read as before are left out. */
function changesOf(agents: readonly AgentRow[]): Map<number, Change> {
  const changes = new Map<number, Change>();
  for (const { id, value, editor, operating_system: operatingSystem, ai_agent: aiAgent, ...agent } of agents) {
    const now = parseUserAgent(value);
    const aiModelId = modelIdIn(agent);
    const before = { editor, operatingSystem, aiModelId, aiAgent };
    const isAsBefore =
      now.editor === editor && now.operatingSystem === operatingSystem && now.aiModelId === aiModelId && now.aiAgent === aiAgent;
    if (!isAsBefore) changes.set(id, { before, now });
  }
  return changes;
}

/** The model in activities of that version: before the third it was the family alone. */
function modelIdIn(agent: Pick<AgentRow, 'ai_model' | 'ai_model_version' | 'reader_version'>): string {
  const { ai_model: family, ai_model_version: version, reader_version: reader } = agent;
  return reader < 3 || family === '' ? family : modelIdOf({ family, version });
}

/** The ids of those that files may tell a language of. */
function openOf(activities: ReadonlyMap<number, ActivityRow>): number[] {
  return [...activities.values()].filter(hasNoLanguage).map(({ id }) => id);
}

/** Whether it is of files that were sent without a language and have none yet. */
function hasNoLanguage({ sent }: ActivityRow): boolean {
  return sent[LANGUAGE] === '' && sent[FILE_LANGUAGE] === '' && sent[TYPE] === 'file';
}

/** What would be stored today. An editor or system other than what was read from the user agent was in the body, and stays. */
function sentAgain(before: SentActivity, change: Change | undefined, entity: string): SentActivity {
  const [project, branch, language, category, type, editor, operatingSystem, machine, aiModel, aiAgent, ofFile, forced] = before;
  const read = (sent: string, field: 'editor' | 'operatingSystem'): string =>
    change && sent === change.before[field] ? change.now[field] : sent;
  return [
    project,
    branch,
    language,
    category,
    type,
    read(editor, 'editor'),
    read(operatingSystem, 'operatingSystem'),
    machine,
    change?.now.aiModelId ?? aiModel,
    change?.now.aiAgent ?? aiAgent,
    ofFile || (entity === '' ? '' : languageOfFile(entity)),
    // By the entity alone, which stays.
    forced,
  ];
}

const LANGUAGE = 2;
const TYPE = 4;
const FILE_LANGUAGE = 10;

const OLD_AGENTS = `
  SELECT id, value, editor, operating_system, ai_model, ai_model_version, ai_agent, reader_version
    FROM user_agents
   WHERE user_id = $1 AND reader_version < $2
   ORDER BY id`;

const SOME_ENTITIES = `SELECT id, name FROM entities WHERE user_id = $1 AND id > $2 ORDER BY id LIMIT ${ENTITIES}`;
const SHOW_ENTITIES = `
  UPDATE entities e SET name = n.name FROM unnest($2::int[], $3::text[]) AS n (id, name) WHERE e.user_id = $1 AND e.id = n.id`;

const PROJECTS = 'SELECT id, sent_name FROM projects WHERE user_id = $1 ORDER BY id';
const SHOW_PROJECTS = `
  UPDATE projects p SET digest = n.digest, sent_name = n.sent_name
    FROM unnest($2::int[], $3::bytea[], $4::text[]) AS n (id, digest, sent_name)
   WHERE p.user_id = $1 AND p.id = n.id`;

const NEXT_DAY = `
  SELECT (time / ${DAY_US})::int AS day FROM heartbeats WHERE user_id = $1 AND time >= $2::bigint ORDER BY time LIMIT 1`;

const NUMBER_OF_ACTIVITIES = 'SELECT count(*)::int AS n FROM activities WHERE user_id = $1';

/** By activity and user agent and, where the file tells the language, by entity. */
const GROUPS = `
  SELECT g.activity_id, g.user_agent_id, g.entity_id, coalesce(e.name, '') AS entity
    FROM (
      SELECT DISTINCT activity_id, user_agent_id, CASE WHEN activity_id = ANY($5::int[]) THEN entity_id ELSE 0 END AS entity_id
        FROM heartbeats
       WHERE user_id = $1 AND time >= $2::bigint AND time < $3::bigint
         AND (user_agent_id = ANY($4::int[]) OR activity_id = ANY($5::int[]))) g
    LEFT JOIN entities e ON e.user_id = $1 AND e.id = g.entity_id`;

/** Heartbeats are locked in the order of their key, as ingest and deletion do, then dirty days in the order of theirs. */
const MOVE = `
  WITH target AS (
    SELECT h.time, h.id, n.to_id
      FROM heartbeats h
      JOIN unnest($4::int[], $5::int[], $6::int[], $7::int[]) AS n (activity_id, user_agent_id, entity_id, to_id)
        ON n.activity_id = h.activity_id AND n.user_agent_id = h.user_agent_id AND n.entity_id IN (0, h.entity_id)
     WHERE h.user_id = $1 AND h.time >= $2::bigint AND h.time < $3::bigint
     ORDER BY h.time, h.id
       FOR UPDATE OF h),
  moved AS (
    UPDATE heartbeats h
       SET activity_id = t.to_id
      FROM target t
     WHERE h.user_id = $1 AND h.time = t.time AND h.id = t.id
    RETURNING h.time),
  marks AS (${dirtyDaysSql('moved')})
  SELECT count(*)::int AS n FROM moved`;

const STORE_AGENTS = `
  UPDATE user_agents u
     SET reader_version = $2, editor = n.editor, editor_version = n.editor_version, operating_system = n.operating_system,
         ai_agent = n.ai_agent, ai_model = n.ai_model, ai_model_version = n.ai_model_version,
         ai_model_complexity = n.ai_model_complexity, is_browser_extension = n.is_browser_extension
    FROM unnest($3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::bool[])
      AS n (id, editor, editor_version, operating_system, ai_agent, ai_model, ai_model_version, ai_model_complexity, is_browser_extension)
   WHERE u.user_id = $1 AND u.id = n.id`;
