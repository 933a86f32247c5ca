import { defineEntity, p } from '@mikro-orm/postgresql';

/** A raw user agent string of a user, parsed once. Written by libs/heartbeats. */
const UserAgentSchema = defineEntity({
  name: 'UserAgent',
  tableName: 'user_agents',
  properties: {
    userId: p.integer().primary(),
    /** Counted by user, see `DimensionCounter`. */
    id: p.integer().primary(),
    /** 16 bytes of SHA-256 over the raw string. */
    digest: p.blob(),
    value: p.text(),
    editor: p.text(),
    editorVersion: p.text(),
    operatingSystem: p.text(),
    aiAgent: p.text().default(''),
    aiModel: p.text(),
    aiModelVersion: p.text(),
    aiModelComplexity: p.text(),
    cliVersion: p.text(),
    isBrowserExtension: p.boolean(),
    /** Of the reader that read it, see `READER_VERSION`; 0: before there were versions. */
    readerVersion: p.integer().default(0),
    firstSeenAt: p.datetime().defaultRaw('now()'),
  },
  uniques: [{ properties: ['userId', 'digest'] }],
});

export class UserAgent extends UserAgentSchema.class {}
UserAgentSchema.setClass(UserAgent);
