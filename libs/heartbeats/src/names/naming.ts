import { LRUCache } from 'lru-cache';
import { canonicalOf, type SentActivity, shownName, type ShownActivity, withForced } from '../shown-activity.js';
import { type NamedField, PLACES, withValues } from './fields.js';
import { forcedOf, forcedText } from './forced.js';
import { type ReadyRule, readyRule, type Rule } from './rule.js';

/** A name and what is shown in its place. */
export interface Renamed {
  dimension: NamedField;
  name: string;
  shown: string;
}

/** What is shown of an activity. */
export interface Shown {
  shown: ShownActivity;
  /** A rule drops it. */
  dropped: boolean;
}

/** Entities whose answer is remembered. */
const REMEMBERED = 5_000;
const FORCED = 11;

/**
 * How one user's activities are named: shown = renames(rules(canonical(sent))).
 *
 * Rules on the entity come first: they depend on nothing else, so what they set is a function of the entity, and part of the activity's digest.
 * Then the other rules, in their order: each sees what those before it have set, and a rule that drops is the last. Then renames, one step.
 */
export class Naming {
  private readonly entityRules: readonly ReadyRule[];
  private readonly otherRules: readonly ReadyRule[];
  private readonly renames = new Map<NamedField, Map<string, string>>();
  private readonly ofEntities = new LRUCache<string, string>({ max: REMEMBERED });
  /** The same text where the rules on the entity do the same. */
  readonly entityRulesText: string;

  constructor(
    /** Of the user's rules and renames, as it is counted in the database. */
    readonly version: number,
    rules: readonly Rule[],
    renames: readonly Renamed[],
    /** How often rules on the entity have changed, as it is counted in the database. */
    readonly entityRulesVersion = 0,
  ) {
    const ready = rules.map((rule) => readyRule(rule));
    this.entityRules = ready.filter(({ rule }) => rule.field === 'entity');
    this.otherRules = ready.filter(({ rule }) => rule.field !== 'entity');
    this.entityRulesText = JSON.stringify(this.entityRules.map(({ rule: { operation, value }, sets }) => [operation, value, sets]));
    for (const { dimension, name, shown } of renames) {
      const ofDimension = this.renames.get(dimension);
      if (ofDimension) ofDimension.set(name, shown);
      else this.renames.set(dimension, new Map([[name, shown]]));
    }
  }

  get hasEntityRules(): boolean {
    return this.entityRules.length > 0;
  }

  /** What rules on the entity set for an entity, as `forcedText` writes it. */
  forced(entity: string): string {
    if (!this.hasEntityRules) return '';
    const known = this.ofEntities.get(entity);
    if (known !== undefined) return known;
    const text = this.forcedNow(shownName(entity));
    this.ofEntities.set(entity, text);
    return text;
  }

  private forcedNow(entity: string): string {
    const values = new Map<NamedField, string>();
    for (const { matches, sets } of this.entityRules) {
      if (!matches(entity)) continue;
      if (sets === null) return forcedText({ drop: true, values });
      for (const [field, value] of sets) values.set(field, value);
    }
    return forcedText({ drop: false, values });
  }

  /** What is shown of a heartbeat of this activity, were it of the rules on the entity that there are. */
  showOf(sent: SentActivity, entity: string): Shown {
    return this.show(withForced(sent, this.forced(entity)));
  }

  /** What is shown of an activity. */
  show(sent: SentActivity): Shown {
    const { shown, dropped } = this.rule(sent);
    const values = new Map<NamedField, string>();
    for (const [field, names] of this.renames) {
      const name = names.get(shown[PLACES[field]]);
      if (name !== undefined) values.set(field, name);
    }
    return { shown: withValues(shown, values), dropped };
  }

  /** Whether a name of its own is shown otherwise. */
  isRenamed(dimension: NamedField, name: string): boolean {
    return this.renames.get(dimension)?.has(name) === true;
  }

  /** What an activity is called before renames. */
  rule(sent: SentActivity): Shown {
    const forced = forcedOf(sent[FORCED]);
    const canonical = canonicalOf(sent);
    const values = new Map(forced.values);
    const isDropped = forced.drop || !this.applyRules(canonical, values);
    return { shown: withValues(canonical, values), dropped: isDropped };
  }

  /** Adds what the rules set to `values`. Returns whether the activity is kept. */
  private applyRules(canonical: ShownActivity, values: Map<NamedField, string>): boolean {
    for (const { rule, matches, sets } of this.otherRules) {
      if (rule.field === 'entity' || !matches(values.get(rule.field) ?? canonical[PLACES[rule.field]])) continue;
      if (sets === null) return false;
      for (const [field, value] of sets) values.set(field, value);
    }
    return true;
  }
}

/** Of a user without rules and renames. */
export const NO_NAMING = new Naming(0, [], []);
