import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * That a user is on the way to connect an account at GitHub. Written by libs/github. It is found by the hash of the state that GitHub sends back, so it is an
 * account table. Used once, for ten minutes.
 */
const ForgeStateSchema = defineEntity({
  name: 'ForgeState',
  tableName: 'forge_states',
  properties: {
    hash: p.blob().primary(),
    userId: p.integer().index(),
    expiresAt: p.datetime().index(),
  },
});

export class ForgeState extends ForgeStateSchema.class {}
ForgeStateSchema.setClass(ForgeState);
