import { OPERATOR, type Permission } from '@app/core';
import { describe, expect, it } from '@jest/globals';
import { checkPermission, grants, knownScopes, permissionsOf, type Scope, SCOPES, scopeFor } from './scopes.js';

const holding = (scopes: readonly Scope[], isAdmin = false) => ({ ...OPERATOR, permissions: permissionsOf(scopes, isAdmin) });

const forbidden = (code: string, text: string) =>
  expect.objectContaining({ kind: 'forbidden', code, message: expect.stringContaining(text) });

describe('scopes', () => {
  it.each([
    ['full', ['full', 'read', 'read_stats', 'write_heartbeats']],
    ['read', ['read', 'read_stats']],
    ['read_stats', ['read_stats']],
    ['write_heartbeats', ['write_heartbeats']],
  ] as const)('%s allows %j', (scope, allowed) => {
    expect(SCOPES.filter((needed) => grants(holding([scope]), needed))).toEqual(allowed);
  });

  it('add up', () => {
    const both = holding(['read_stats', 'write_heartbeats']);
    expect(SCOPES.filter((needed) => grants(both, needed))).toEqual(['read_stats', 'write_heartbeats']);
    expect(grants(holding([]), 'read_stats')).toBe(false);
  });

  it('that this version does not know allow nothing', () => {
    expect(knownScopes(['read', 'everything'])).toEqual(['read']);
  });

  it.each([
    ['time:read', 'read_stats', ['full', 'read', 'read_stats']],
    ['heartbeats:write', 'write_heartbeats', ['full', 'write_heartbeats']],
    ['heartbeats:read', 'read', ['full', 'read']],
    ['account:read', 'read', ['full', 'read']],
    ['leaderboards:read', 'read', ['full', 'read']],
    ['memberships:read', 'read', ['full', 'read']],
    ['memberships:manage', 'full', ['full']],
    ['orgs:read', 'read', ['full', 'read']],
    ['orgs:manage', 'full', ['full']],
    ['leaderboards:manage', 'full', ['full']],
    ['goals:read', 'read', ['full', 'read']],
    ['goals:change', 'full', ['full']],
    ['heartbeats:delete', 'full', ['full']],
    ['account:change', 'full', ['full']],
    ['keys:manage', 'full', ['full']],
    ['sessions:manage', 'full', ['full']],
  ] as const)('%s needs %s and is in %j', (permission, narrowest, holders) => {
    expect(scopeFor(permission)).toBe(narrowest);
    expect(SCOPES.filter((scope) => permissionsOf([scope], false).has(permission))).toEqual(holders);
    for (const scope of SCOPES) {
      const check = () => checkPermission(holding([scope]), permission);
      if (holders.some((holder) => holder === scope)) expect(check).not.toThrow();
      else expect(check).toThrow(forbidden('scope.missing', `it needs the scope "${narrowest}"`));
    }
  });

  it.each(['users:manage', 'instance:read'] as const)('%s takes an administrator with a full key', (permission) => {
    expect(() => checkPermission(holding(['full'], true), permission)).not.toThrow();
    expect(() => checkPermission(holding(['full']), permission)).toThrow(forbidden('admin.missing', 'Only administrators'));
    expect(() => checkPermission(holding(['read', 'read_stats', 'write_heartbeats'], true), permission)).toThrow(
      'it needs the scope "full"',
    );
  });

  it('let the operator do everything', () => {
    expect(OPERATOR.permissions.has('anything:at-all' satisfies Permission)).toBe(true);
  });
});
