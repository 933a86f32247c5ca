import { describe, expect, it } from '@jest/globals';
import { grants, knownScopes, SCOPES } from './scopes.js';

describe('scopes', () => {
  it.each([
    ['full', ['full', 'read', 'read_stats', 'write_heartbeats']],
    ['read', ['read', 'read_stats']],
    ['read_stats', ['read_stats']],
    ['write_heartbeats', ['write_heartbeats']],
  ] as const)('%s allows %j', (scope, allowed) => {
    expect(SCOPES.filter((needed) => grants([scope], needed))).toEqual(allowed);
  });

  it('add up', () => {
    expect(SCOPES.filter((needed) => grants(['read_stats', 'write_heartbeats'], needed))).toEqual(['read_stats', 'write_heartbeats']);
    expect(grants([], 'read_stats')).toBe(false);
  });

  it('that this version does not know allow nothing', () => {
    expect(knownScopes(['read', 'everything'])).toEqual(['read']);
  });
});
