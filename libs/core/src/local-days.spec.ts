import { describe, expect, it } from '@jest/globals';
import { dateOfParameter } from './local-days.js';

const TODAY = '2026-11-24';
const LOCAL = { zone: 'Asia/Kolkata', today: TODAY };
const refused = (name: string, text: RegExp) =>
  expect.objectContaining({ kind: 'invalid', fields: { [name]: [expect.stringMatching(text)] } });

describe('dateOfParameter', () => {
  it('takes a date, or today in any letter case', () => {
    expect(dateOfParameter('date', '2024-02-29', LOCAL)).toBe('2024-02-29');
    expect(['today', 'TODAY', 'Today'].map((text) => dateOfParameter('date', text, LOCAL))).toEqual([TODAY, TODAY, TODAY]);
  });

  it.each([
    ['2026-11-26T00:00:00.76+00:00', '2026-11-26'],
    ['2026-11-26T18:29:59.999Z', '2026-11-26'],
    ['2026-11-26T18:30:00z', '2026-11-27'],
    ['2026-11-26T18:30Z', '2026-11-27'],
    ['2026-11-27T00:00:00+05:30', '2026-11-27'],
    ['2026-11-27T00:00:00 05:30', '2026-11-27'],
    ['2026-11-26T23:59:59.999999999+05:30', '2026-11-26'],
    ['2026-11-26T13:30:00-05:00', '2026-11-27'],
    ['2026-11-26 13:30:00.5-05:00', '2026-11-27'],
    ['2026-11-26T13:30:00-0500', '2026-11-27'],
    ['2026-11-27T00:00:00 0530', '2026-11-27'],
  ])('takes the instant %s for the day that has it in the zone, %s', (text, day) => {
    expect(dateOfParameter('date', text, LOCAL)).toBe(day);
  });

  it.each([
    undefined,
    '',
    'yesterday',
    '2026-02-30',
    '24.11.2026',
    '2026-02-30T10:00:00Z',
    '2026-11-26T25:00:00Z',
    '2026-11-26T10:00:00',
    '2026-11-26T10:00:00+99:00',
    'at 2026-11-26T10:00:00Z',
    '2026-11-26T10:00:00Z.',
  ])('refuses %j and says what to send', (text) => {
    expect(() => dateOfParameter('date', text, LOCAL)).toThrow(refused('date', /YYYY-MM-DD/));
  });
});
