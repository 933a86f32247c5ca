import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * A weekly report that was to be mailed, and what became of it. Written by libs/goals. Its key is what makes it one mail a user and week.
 */
const WeeklyReportSchema = defineEntity({
  name: 'WeeklyReportRow',
  tableName: 'weekly_reports',
  properties: {
    userId: p.integer().primary(),
    /** ISO 8601, `2026-W47`. */
    week: p.text().primary(),
    /**
     * `waiting`; `sent`: the mail server took it; `empty`: the week had no time; `unwanted`: switched off, or without a confirmed address, before it
     * was sent; `refused`: the mail server does not take mails to this address; `late`: it could not be sent in time.
     */
    state: p.text().default('waiting'),
    /** How often it was begun to be sent. */
    attempts: p.integer().default(0),
    /** Monday 08:00 in the user's zone. */
    dueAt: p.datetime(),
    createdAt: p.datetime().defaultRaw('now()'),
    sentAt: p.datetime().nullable(),
  },
});

export class WeeklyReportRow extends WeeklyReportSchema.class {}
WeeklyReportSchema.setClass(WeeklyReportRow);
