import { type Actor, Clock, mapInTurns } from '@app/core';
import { DAY_US, ReadPool } from '@app/database';
import {
  checkedRules,
  checkNumber,
  NAMED_FIELDS,
  type NamedField,
  Naming,
  type Renamed,
  type RuleForm,
  sentOf,
  type Shown,
  shownValue,
} from '@app/heartbeats';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { countedCtes, droppedSql } from '../time/time-rule.js';

/** Days before now that a preview can look at. */
export const LONGEST_PREVIEW = 366;
/** Pairs of an answer. What is beyond is one sum. */
const MOST_PAIRS = 200;
/** Combinations of activity and entity that are looked at, those with the most time. */
const MOST_GROUPS = 50_000;

/** What something is shown as, before and after: only what differs. */
export interface RulesPair {
  before: Partial<Record<NamedField, string>>;
  after: Partial<Record<NamedField, string>>;
  droppedBefore: boolean;
  droppedAfter: boolean;
  /** µs that it counts now; of what is dropped now 0. */
  us: number;
  heartbeats: number;
}

/** What rules would change of a stretch of history. */
export interface RulesPreview {
  /** µs since 1970. */
  from: number;
  to: number;
  /** Those with the most time first. */
  pairs: RulesPair[];
  /** The sum of all further pairs. */
  others: { pairs: number; us: number; heartbeats: number };
  /** False: there is so much that what has least time was not looked at. */
  isComplete: boolean;
}

/**
 * What a list of rules would change of a user's last days, where it were the user's and applied to all of history. Nothing is changed. Left
 * out: the present rules, so what applying them to history would do. Refused as by `ReplaceRules`.
 */
export class PreviewRules extends Query<RulesPreview> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly forms: readonly RuleForm[] | undefined,
    /** 1 to 366. */
    readonly days: number,
  ) {
    super();
  }
}

interface Group {
  activity_id: number;
  entity: string;
  us: number;
  n: number;
}

interface ActivityRow {
  id: number;
  sent: string[];
  shown: string[];
  dropped: boolean;
}

@QueryHandler(PreviewRules)
export class PreviewRulesHandler implements IQueryHandler<PreviewRules> {
  constructor(
    private readonly reads: ReadPool,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, forms, days }: PreviewRules): Promise<RulesPreview> {
    const naming = await this.naming(userId, forms);
    const to = Math.floor(this.clock.now()) * 1000;
    const from = to - days * DAY_US;
    const activities = await this.reads.query<ActivityRow>({ name: 'preview activities', text: ACTIVITIES, params: [userId] });
    const byEntity = naming.hasEntityRules || activities.some(({ sent }) => sent[FORCED] !== '');
    const params = [userId, from, to, byEntity];
    const groups = await this.reads.query<Group>({ name: 'preview time', text: TIME, params, long: true });
    const rows = new Map(activities.map((row) => [row.id, row]));
    const isComplete = groups.length <= MOST_GROUPS;
    const changes = await mapInTurns(groups.slice(0, MOST_GROUPS), (group) => {
      const row = rows.get(group.activity_id);
      return row && changeOf(row, group, naming);
    });
    return { from, to, ...folded(changes.filter((change) => change !== undefined)), isComplete };
  }

  private async naming(userId: number, forms: readonly RuleForm[] | undefined): Promise<Naming> {
    const checked = forms && checkedRules(forms);
    if (checked) checkNumber(checked);
    const rules = checked ?? (await this.reads.query<RuleForm>({ name: 'preview rules', text: RULES, params: [userId] }));
    const renames = await this.reads.query<Renamed>({ name: 'preview renames', text: RENAMES, params: [userId] });
    return new Naming(
      0,
      rules.map((form, n) => ({ ...form, id: String(n) })),
      renames,
    );
  }
}

/** What becomes of a group; undefined: it stays as it is. */
function changeOf(row: ActivityRow, { entity, us, n }: Group, naming: Naming): RulesPair | undefined {
  const sent = sentOf(row);
  const now: Shown = naming.showOf(sent, entity);
  const fields = NAMED_FIELDS.filter((field) => shownValue(row.shown, field) !== shownValue(now.shown, field));
  if (fields.length === 0 && row.dropped === now.dropped) return undefined;
  const valuesOf = (shown: readonly string[]): RulesPair['before'] =>
    Object.fromEntries(fields.map((field) => [field, shownValue(shown, field)]));
  return {
    before: valuesOf(row.shown),
    after: valuesOf(now.shown),
    droppedBefore: row.dropped,
    droppedAfter: now.dropped,
    us,
    heartbeats: n,
  };
}

/** The same changes as one, those with the most time first. */
function folded(changes: readonly RulesPair[]): Pick<RulesPreview, 'pairs' | 'others'> {
  const pairs = new Map<string, RulesPair>();
  for (const { us, heartbeats, ...change } of changes) {
    const key = JSON.stringify(change);
    const pair = pairs.get(key);
    pairs.set(key, { ...change, us: us + (pair?.us ?? 0), heartbeats: heartbeats + (pair?.heartbeats ?? 0) });
  }
  const all = [...pairs]
    .toSorted(([a, x], [b, y]) => y.us - x.us || y.heartbeats - x.heartbeats || (a < b ? -1 : 1))
    .map(([, pair]) => pair);
  const rest = all.slice(MOST_PAIRS);
  return {
    pairs: all.slice(0, MOST_PAIRS),
    others: {
      pairs: rest.length,
      us: rest.reduce((sum, { us }) => sum + us, 0),
      heartbeats: rest.reduce((sum, { heartbeats }) => sum + heartbeats, 0),
    },
  };
}

const FORCED = 11;

const RULES = 'SELECT field, operation, value, sets FROM rules WHERE user_id = $1 ORDER BY position, id';
const RENAMES = 'SELECT dimension, name, shown_name AS shown FROM renames WHERE user_id = $1';

const SHOWN = 'project, branch, language, category, type, editor, operating_system, machine, ai_model, ai_agent'.split(', ');

const ACTIVITIES = `
  SELECT id, array[${SHOWN.map((column) => `sent_${column}`).join(', ')}, file_language, forced] AS sent,
         array[${SHOWN.join(', ')}] AS shown, dropped
    FROM activities
   WHERE user_id = $1`;

/** Time and heartbeats of user $1 from $2 to $3, by activity and, where $4, by entity. */
const TIME = `
  WITH windows AS MATERIALIZED (
    SELECT id AS user_id, $2::bigint AS from_us, $3::bigint AS to_us, timeout, writes_only, ${droppedSql('$1')} AS dropped,
           counts_external_durations AS counts_external
      FROM users
     WHERE id = $1),
  ${countedCtes('times', 'windows', ['entity_id']).join(',\n  ')},
  parts AS (
    SELECT activity_id, CASE WHEN $4::bool THEN entity_id ELSE 0 END AS entity_id, to_us - from_us AS us, 0 AS n
      FROM times
    UNION ALL
    SELECT activity_id, CASE WHEN $4::bool THEN entity_id ELSE 0 END, 0, 1
      FROM heartbeats
     WHERE user_id = $1 AND time >= $2::bigint AND time < $3::bigint),
  summed AS MATERIALIZED (
    SELECT activity_id, entity_id, sum(us)::float8 AS us, sum(n)::int AS n
      FROM parts
     GROUP BY activity_id, entity_id
     ORDER BY 3 DESC, 4 DESC, 1, 2
     LIMIT ${MOST_GROUPS + 1})
  SELECT s.activity_id, coalesce(e.name, '') AS entity, s.us, s.n
    FROM summed s
    LEFT JOIN LATERAL (SELECT name FROM entities WHERE user_id = $1 AND id = s.entity_id OFFSET 0) e ON true`;
