import { OPERATOR } from '@app/core';
import { describe, expect, it } from '@jest/globals';
import { canCallAKey, checkGranted, checkOutlives, expiryOf, keyNameOf, scopesOf, unknownKey } from './key-rules.js';
import { grants, permissionsOf, SCOPES } from './scopes.js';

const forbidden = (code: string, text: string) =>
  expect.objectContaining({ kind: 'forbidden', code, message: expect.stringContaining(text) });

describe('rules of keys', () => {
  const now = Date.parse('2026-11-24T12:00:00Z');

  it.each([
    ['2026-11-24T12:00:01Z', '2026-11-24T12:00:01.000Z'],
    ['2026-11-24T14:00:01+02:00', '2026-11-24T12:00:01.000Z'],
    ['2027-01-31T08:30Z', '2027-01-31T08:30:00.000Z'],
    ['2027-01-31', '2027-01-31T00:00:00.000Z'],
    ['2027-01-31T23:59:59.5Z', '2027-01-31T23:59:59.500Z'],
    ['2027-01-31T20:00:00.123456789Z', '2027-01-31T20:00:00.123Z'],
    ['2027-01-31T08:30:00+0530', '2027-01-31T03:00:00.000Z'],
    ['2027-01-31T08:30:00-23:00', '2027-02-01T07:30:00.000Z'],
  ])('take %s as an expiry', (text, instant) => {
    expect(new Date(expiryOf(text, now)).toISOString()).toBe(instant);
  });

  it.each([
    '',
    'tomorrow',
    '2026-11-24T12:00:00Z',
    '2026-11-23',
    '2027-02-30',
    '2027-01-31T12:00:00',
    '2027-01-31T25:00:00Z',
    '2027-01-31T24:00:00Z',
    '2027-01-31T12:00:00.Z',
    '2027-01-31T12:00:00.1234567890Z',
    '2027-01-31T12:00:00+24:00',
    ' 2027-01-31',
    'Sun 2027-01-31',
    '2027-01-31 ',
    '1800000000',
  ])('refuse %j as an expiry', (text) => {
    expect(() => expiryOf(text, now)).toThrow(
      expect.objectContaining({ kind: 'invalid', fields: { expires_at: [expect.stringMatching(/ISO 8601|over already/)] } }),
    );
  });

  it('take names without space around them, and refuse empty, over-long and broken ones', () => {
    expect(keyNameOf('  Laptop 💻 ')).toBe('Laptop 💻');
    for (const name of ['', '  ', 'x'.repeat(101), 'a\nb', 'a\u0000', 'a\u202eb', 'a\u200bb'])
      expect(() => keyNameOf(name)).toThrow(/name: Use 1 to 100/);
  });

  it('take scopes once and in order, and refuse none and unknown ones', () => {
    expect(scopesOf(['write_heartbeats', 'read_stats', 'write_heartbeats'])).toEqual(['read_stats', 'write_heartbeats']);
    for (const scopes of [[], ['everything'], ['read', 'constructor']])
      expect(() => scopesOf(scopes)).toThrow('scopes: Use one or more of full, read, read_stats, write_heartbeats.');
  });

  it('let a key give exactly what it is granted, and name the scope that it lacks', () => {
    for (const own of SCOPES) {
      for (const wanted of SCOPES) {
        const holder = { ...OPERATOR, permissions: permissionsOf([own], false) };
        if (grants(holder, wanted)) expect(() => checkGranted(holder, [wanted])).not.toThrow();
        else expect(() => checkGranted(holder, [wanted])).toThrow(forbidden('scope.wider', `"${wanted}"`));
      }
    }
  });

  it.each([
    [null, null, true],
    [null, 5, true],
    [5, 5, true],
    [5, 4, true],
    [5, 6, false],
    [5, null, false],
  ])('let a key that lives until %s make one until %s: %s', (own, wanted, allowed) => {
    const make = () => checkOutlives({ ...OPERATOR, expiresAt: own }, wanted);
    if (allowed) expect(make).not.toThrow();
    else expect(make).toThrow(forbidden('expiry.longer', 'expires_at'));
  });

  it('tell what can call a key, its id, its prefix or itself, from what cannot', () => {
    const id = '0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19';
    expect([id, 'waka_0a86fad2', `waka_${id}`, 'a'].filter(canCallAKey)).toHaveLength(4);
    expect(['', `waka_${id}0`, 'a b', ' a', 'a ', 'a/b', '..', 'é'].filter(canCallAKey)).toEqual([]);
  });

  it('say the same of a key that is not there, whatever the reason', () => {
    expect(unknownKey()).toMatchObject({ kind: 'not-found', code: 'key.unknown', message: expect.stringContaining('no such key') });
  });
});
