import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * An error that a plugin or its command line reported, without secrets. Written by libs/users. A system table: whoever reports need not be
 * known. Bounded in number and in age, see libs/users/src/plugin-errors.
 */
const PluginErrorSchema = defineEntity({
  name: 'PluginError',
  tableName: 'plugin_errors',
  properties: {
    id: p.bigint('string').primary(),
    at: p.datetime().index(),
    /** Whose key it came with; null: nobody known. */
    userId: p.integer().nullable(),
    // `''` = not told.
    plugin: p.text(),
    cliVersion: p.text(),
    platform: p.text(),
    architecture: p.text(),
    message: p.text(),
    stacktrace: p.text(),
    logs: p.text(),
    isPanic: p.boolean(),
  },
});

export class PluginError extends PluginErrorSchema.class {}
PluginErrorSchema.setClass(PluginError);
