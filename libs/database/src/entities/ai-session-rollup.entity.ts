import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * Prompts of one session with an AI, of one activity, in one quarter of an hour. Written by libs/analytics, with the day's other roll-ups.
 * A row for every session with a heartbeat, also without a prompt. `bucket` = quarters of an hour since 1970, UTC.
 */
const AiSessionRollupSchema = defineEntity({
  name: 'AiSessionRollup',
  tableName: 'ai_session_rollups',
  properties: {
    userId: p.integer().primary(),
    bucket: p.integer().primary(),
    activityId: p.integer().primary(),
    /** 16 bytes over what the client sent (`sessionSql`), as that may be longer than an entry of an index; empty: prompts without a session. */
    session: p.blob().primary(),
    /** Heartbeats that carry the length of a prompt. */
    prompts: p.integer(),
    /** The sum of those lengths, characters. */
    promptLength: p.bigint('number'),
  },
});

export class AiSessionRollup extends AiSessionRollupSchema.class {}
AiSessionRollupSchema.setClass(AiSessionRollup);
