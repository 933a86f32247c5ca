import { describe, expect, it } from '@jest/globals';
import { parseExternalDuration } from './parse-external-duration.js';

const NOW = Date.parse('2026-11-27T12:00:00Z');
const START = NOW / 1000 - 7200;
const GOOD = { external_id: 'm1', entity: 'Planning', start_time: START, end_time: START + 3600.25 };

function errorsOf(change: Record<string, unknown>): Record<string, string[]> {
  const parsed = parseExternalDuration({ ...GOOD, ...change }, NOW);
  return parsed.ok ? {} : parsed.errors;
}

describe('an external duration', () => {
  it('needs an id, an entity, a start and an end; the rest is none', () => {
    expect(parseExternalDuration(GOOD, NOW)).toEqual({
      ok: true,
      duration: {
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
        externalId: 'm1',
        entity: 'Planning',
        type: 'app',
        provider: '',
        category: '',
        startTime: START * 1e6,
        endTime: START * 1e6 + 3_600_250_000,
        project: '',
        branch: '',
        language: '',
        meta: null,
      },
    });
    expect(parseExternalDuration({}, NOW)).toEqual({
      ok: false,
      errors: Object.fromEntries(['external_id', 'entity', 'start_time', 'end_time'].map((f) => [f, ['This field is required.']])),
    });
  });

  it('has the id of its external id, whatever else it says', () => {
    const id = (change: object): string | undefined => {
      const parsed = parseExternalDuration({ ...GOOD, ...change }, NOW);
      return parsed.ok ? parsed.duration.id : undefined;
    };
    expect(id({ entity: 'Review', end_time: START + 1 })).toBe(id({}));
    expect(id({ external_id: 'm2' })).not.toBe(id({}));
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ['an end at the start', { end_time: START }, ['end_time']],
    ['an end before the start', { end_time: START - 1 }, ['end_time']],
    ['24 hours', { start_time: START - 86_400, end_time: START }, []],
    ['more than 24 hours', { start_time: START - 86_400.1, end_time: START }, ['end_time']],
    ['times that are none', { start_time: 'soon', end_time: {} }, ['start_time', 'end_time']],
    ['numeric texts', { start_time: String(START), end_time: String(START + 1) }, []],
    ['an end more than a day ahead', { end_time: START + 2 * 86_400 }, ['end_time']],
    ['a long id', { external_id: 'x'.repeat(256) }, ['external_id']],
    ['a long provider', { provider: 'x'.repeat(256) }, ['provider']],
    ['a long meta', { meta: 'x'.repeat(2084) }, ['meta']],
    ['a meta that is an object', { meta: { url: 'x' } }, ['meta']],
    ['a meta that is null', { meta: null }, []],
  ])('with %s', (_, change, fields) => {
    expect(Object.keys(errorsOf(change))).toEqual(fields);
  });

  it.each([null, 1, 'x', [GOOD]])('is an object: %p is none', (item) => {
    expect(parseExternalDuration(item, NOW)).toEqual({ ok: false, errors: { external_duration: [expect.any(String)] } });
  });
});
