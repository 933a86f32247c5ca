import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * What was being done: the dimension table, a few hundred rows a user. Written by libs/heartbeats.
 * `sent_…` is what the client sent (`''` = none) and never changes; the columns without prefix are what is shown, and what reading folds by.
 */
const ActivitySchema = defineEntity({
  name: 'Activity',
  tableName: 'activities',
  properties: {
    userId: p.integer().primary(),
    /** Counted by user, see `DimensionCounter`. */
    id: p.integer().primary(),
    /** 16 bytes of SHA-256 over the sent values. */
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
  },
  uniques: [{ properties: ['userId', 'digest'] }],
});

export class Activity extends ActivitySchema.class {}
ActivitySchema.setClass(Activity);
