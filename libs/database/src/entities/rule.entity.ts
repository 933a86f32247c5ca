import { defineEntity, p } from '@mikro-orm/postgresql';

/** A rule of a user: where a field matches, others are set or the time is dropped. Written by libs/heartbeats. */
const RuleSchema = defineEntity({
  name: 'Rule',
  tableName: 'rules',
  properties: {
    userId: p.integer().primary(),
    id: p.uuid().primary(),
    /** Rules are looked at in this order, from 0. */
    position: p.integer(),
    /** What is compared: `entity`, `project`, `branch` … */
    field: p.text(),
    /** `equals`, `starts_with`, `ends_with`, `contains`, `wildcard` or `regex`. */
    operation: p.text(),
    value: p.text(),
    /** What is set, by field; null: what matches is dropped. */
    sets: p.json().nullable(),
    createdAt: p.datetime().defaultRaw('now()'),
    modifiedAt: p.datetime().defaultRaw('now()'),
  },
});

export class Rule extends RuleSchema.class {}
RuleSchema.setClass(Rule);
