import { describe, expect, it } from '@jest/globals';
import { keyHash, newKey } from './api-keys.js';

describe('API keys', () => {
  it('are in the form that wakatime-cli accepts, and found with and without prefix, in any case', () => {
    const { shown, hash } = newKey();
    expect(shown).toMatch(/^(waka_)?[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}$/);
    for (const form of [shown, shown.slice(5), shown.toUpperCase().replace('WAKA_', 'waka_')]) expect(keyHash(form)).toEqual(hash);
  });

  it('are known later by their first eight digits, which is all of them that is kept', () => {
    const { shown, prefix } = newKey();
    expect(prefix).toMatch(/^waka_[0-9a-f]{8}$/);
    expect(shown.startsWith(`${prefix}-`)).toBe(true);
  });

  it.each(['', 'waka_', 'secret', '11111111-2222-3333-8444-555555555555', `waka_${newKey().shown}`, `${newKey().shown} `])(
    '%j is none',
    (text) => {
      expect(keyHash(text)).toBeUndefined();
    },
  );
});
