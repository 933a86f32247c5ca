import { DatabaseWaiter, PriorityPool, dirtyDaysSql } from '@app/database';
import { type Actor, Clock, mapInTurns } from '@app/core';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { plainArray, textArray } from './array-literals.js';
import { CommitWatches } from './commit-watches.js';
import { Dimensions } from './dimensions.js';
import type { Heartbeat } from './heartbeat.js';
import { languageOfFile } from './languages.js';
import type { Naming } from './names/naming.js';
import { Namings } from './names/namings.js';
import { type ParsedHeartbeat, parseHeartbeat } from './parse-heartbeat.js';
import { Placeholders } from './placeholders.js';
import { Repositories } from './repositories.js';
import { type SentActivity, shownName } from './shown-activity.js';

/** What became of one item: its id, stored now or before, or why it can never be stored. */
export type IngestResult = { id: string; heartbeat: Heartbeat } | { errors: Record<string, string[]> };

/** What the request says about all of its items: headers as text, `''` if not sent. */
export interface IngestOrigin {
  userAgent: string;
  machineHeader: string;
  /** Size of the request, counted while it waits for the database. */
  bytes: number;
}

/**
 * Stores heartbeats, each once, and marks the days whose time they change. One result an item, in order. When it returns, everything
 * accepted is committed. While the database is away it waits up to 10 s, then fails as `unavailable` with nothing acknowledged.
 */
export class IngestHeartbeats extends Command<IngestResult[]> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly items: readonly unknown[],
    readonly origin: IngestOrigin,
  ) {
    super();
  }
}

@CommandHandler(IngestHeartbeats)
export class IngestHeartbeatsHandler implements ICommandHandler<IngestHeartbeats> {
  constructor(
    private readonly placeholders: Placeholders,
    private readonly clock: Clock,
    private readonly dimensions: Dimensions,
    private readonly namings: Namings,
    private readonly repositories: Repositories,
    private readonly commits: CommitWatches,
    private readonly priority: PriorityPool,
    private readonly waiter: DatabaseWaiter,
  ) {}

  async execute({ userId, items, origin }: IngestHeartbeats): Promise<IngestResult[]> {
    const context = { userAgent: origin.userAgent, machineHeader: origin.machineHeader, nowMs: this.clock.now() };
    const parsed = items.map((item) => parseHeartbeat(item, context));
    const good = parsed.filter((p) => p.ok);
    // Nobody is told: workers look for dirty days that have rested, and answers are exact without.
    if (good.length > 0) await this.waiter.whenWritable(() => this.store(userId, good), origin.bytes);
    return parsed.map((p) => (p.ok ? { id: p.id, heartbeat: p.heartbeat } : { errors: p.errors }));
  }

  private async store(userId: number, good: readonly Accepted[]): Promise<void> {
    const heartbeats = await this.placeholders.resolve(
      userId,
      good.map((p) => p.heartbeat),
    );
    await this.commits.begin(userId, heartbeats);
    await this.namings.by(userId, (naming) => this.storeBy(naming, userId, good, heartbeats));
    await this.repositories.remember(userId, heartbeats);
  }

  /** Undefined, and nothing is stored, where `naming` is not the present one. */
  private async storeBy(
    naming: Naming,
    userId: number,
    good: readonly Accepted[],
    heartbeats: readonly Heartbeat[],
  ): Promise<true | undefined> {
    const ids = await this.dimensions.resolve(
      userId,
      naming,
      // Rules on the entity are looked at for each heartbeat, and somebody may have many.
      naming.hasEntityRules
        ? await mapInTurns(heartbeats, (h) => this.activityOf(h, naming))
        : heartbeats.map((h) => this.activityOf(h, naming)),
      heartbeats.map((h) => h.entity),
      heartbeats.map((h) => h.userAgent),
    );
    if (!ids) return undefined;
    const [result] = await this.priority.query<{ is_current: boolean }>('ingest-heartbeats', INGEST, [
      userId,
      naming.version,
      textArray(good.map((p) => p.id)),
      plainArray(ids.activities),
      plainArray(ids.entities),
      plainArray(ids.userAgents),
      ...PLAIN_COLUMNS.map(([, , value]) => plainArray(heartbeats.map(value))),
      ...TEXT_COLUMNS.map(([, value]) => textArray(heartbeats.map(value))),
    ]);
    return result?.is_current === true ? true : undefined;
  }

  private activityOf(h: Heartbeat, naming: Naming): SentActivity {
    const agent = this.dimensions.agent(h.userAgent);
    return [
      h.project,
      h.branch,
      h.language,
      h.category,
      h.type,
      h.editor || agent.editor,
      h.operatingSystem || agent.operatingSystem,
      h.machine,
      agent.aiModelId,
      agent.aiAgent,
      h.language === '' && h.type.toLowerCase() === 'file' ? languageOfFile(h.entity) : '',
      naming.forced(h.entity),
    ];
  }
}

type Accepted = Extract<ParsedHeartbeat, { ok: true }>;

const orNull = (text: string): string | null => text || null;

/** Column, its type, its value. */
const PLAIN_COLUMNS: readonly (readonly [column: string, type: string, value: (h: Heartbeat) => number | boolean | null])[] = [
  ['time', 'bigint', (h) => h.time],
  ['is_write', 'bool', (h) => h.isWrite],
  ['lineno', 'int', (h) => h.lineno],
  ['cursorpos', 'int', (h) => h.cursorpos],
  ['lines', 'int', (h) => h.lines],
  ['project_root_count', 'int', (h) => h.projectRootCount],
  ['line_additions', 'int', (h) => h.lineAdditions],
  ['line_deletions', 'int', (h) => h.lineDeletions],
  ['ai_line_changes', 'int', (h) => h.aiLineChanges],
  ['human_line_changes', 'int', (h) => h.humanLineChanges],
  ['ai_input_tokens', 'int', (h) => h.aiInputTokens],
  ['ai_output_tokens', 'int', (h) => h.aiOutputTokens],
  ['ai_cached_input_tokens', 'int', (h) => h.aiCachedInputTokens],
  ['ai_prompt_length', 'int', (h) => h.aiPromptLength],
];

/** Column and value. `unnest` flattens nested arrays, so a list travels as one array literal a row. */
const TEXT_COLUMNS: readonly (readonly [column: string, value: (h: Heartbeat) => string | null])[] = [
  ['dependencies', (h) => h.dependencies && textArray(h.dependencies.map(shownName))],
  ['ai_session', (h) => orNull(h.aiSession)],
  ['ai_subscription_plan', (h) => orNull(h.aiSubscriptionPlan)],
  ['commit_hash', (h) => orNull(h.commitHash)],
  ['commit_author', (h) => orNull(h.commitAuthor)],
  ['commit_message', (h) => orNull(h.commitMessage.slice(0, 4096).toWellFormed())],
  ['repository_url', (h) => orNull(h.repositoryUrl)],
];

const COLUMNS: readonly (readonly [column: string, type: string])[] = [
  ...PLAIN_COLUMNS.map(([column, type]) => [column, type] as const),
  ...TEXT_COLUMNS.map(([column]) => [column, 'text'] as const),
];

const names = COLUMNS.map(([column]) => column).join(', ');

// One statement, so one round trip and one transaction. Only what was really new marks its days: a resend dirties nothing. Nothing is stored
// where $2 is not the version of the user's rules and renames any more: what rules on the entity set is part of the activity.
const INGEST = `
  WITH naming AS MATERIALIZED (
    SELECT coalesce(max(naming_version), 0) = $2::int AS is_current FROM dimension_counters WHERE user_id = $1),
  new AS (
    INSERT INTO heartbeats (user_id, id, activity_id, entity_id, user_agent_id, ${names})
    SELECT $1, id, activity_id, entity_id, user_agent_id, ${names.replace('dependencies', 'dependencies::text[]')}
      FROM naming, unnest($3::uuid[], $4::int[], $5::int[], $6::int[], ${COLUMNS.map(([, type], n) => `$${n + 7}::${type}[]`).join(', ')})
        AS n (id, activity_id, entity_id, user_agent_id, ${names})
     WHERE naming.is_current
     ORDER BY time, id
    ON CONFLICT DO NOTHING
    RETURNING time),
  marks AS (${dirtyDaysSql('new')})
  SELECT is_current FROM naming`;
