import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * What was being done: the dimension table, a few hundred rows a user. Written by libs/heartbeats.
 * `sent_…` is what the client sent (`''` = none) and never changes; the columns without prefix are what is shown, and what reading folds by:
 * the canonical names of what was sent, as the user's rules and renames show them.
 */
const ActivitySchema = defineEntity({
  name: 'Activity',
  tableName: 'activities',
  properties: {
    userId: p.integer().primary(),
    /** Counted by user, see `DimensionCounter`. */
    id: p.integer().primary(),
    /** 16 bytes of SHA-256 over the sent values, the file's language and what is forced. */
    digest: p.blob(),
    sentProject: p.text(),
    sentBranch: p.text(),
    sentLanguage: p.text(),
    sentCategory: p.text(),
    sentType: p.text(),
    sentEditor: p.text(),
    sentOperatingSystem: p.text(),
    sentMachine: p.text(),
    sentAiModel: p.text(),
    sentAiAgent: p.text().default(''),
    /** The language that the file's name tells, where none was sent. */
    fileLanguage: p.text().default(''),
    /** What rules on the entity set, as in libs/heartbeats/src/names/forced.ts; `''` = nothing. */
    forced: p.text().default(''),
    project: p.text(),
    branch: p.text(),
    language: p.text(),
    category: p.text(),
    type: p.text(),
    editor: p.text(),
    operatingSystem: p.text(),
    machine: p.text(),
    aiModel: p.text(),
    /** Claude Code, Codex …, apart from the editor that it works in. */
    aiAgent: p.text().default(''),
    /** A rule drops it: its heartbeats are stored and no time is computed from them. */
    dropped: p.boolean().default(false),
  },
  uniques: [{ properties: ['userId', 'digest'] }],
  // Every statement of time asks which are dropped, and hardly ever one is.
  indexes: [
    {
      name: 'activities_dropped_index',
      expression: 'create index "activities_dropped_index" on "activities" ("user_id", "id") where "dropped"',
    },
  ],
});

export class Activity extends ActivitySchema.class {}
ActivitySchema.setClass(Activity);
