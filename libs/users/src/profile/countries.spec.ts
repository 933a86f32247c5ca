import { describe, expect, it } from '@jest/globals';
import { countryCodeOf, countryNameOf, countryProblem } from './countries.js';

describe('countries', () => {
  it.each([
    ['DE', 'DE'],
    ['de', 'DE'],
    ['uk', 'GB'],
    ['ZW', 'ZW'],
    ['EU', undefined],
    ['XX', undefined],
    ['Germany', undefined],
    ['', undefined],
    ['D', undefined],
  ])('%s is %s', (text, code) => {
    expect(countryCodeOf(text)).toBe(code);
    expect(countryProblem(text) === undefined).toBe(code !== undefined || text === '');
  });

  it('have names', () => {
    expect([countryNameOf('DE'), countryNameOf('GB')]).toEqual(['Germany', 'United Kingdom']);
  });
});
