import { describe, expect, it } from '@jest/globals';
import { DIMENSIONS, EVERYTHING, SHARES_SQL } from './visibility.js';

describe('what is shared', () => {
  it('is decided for the amount of time and six dimensions of it', () => {
    expect(DIMENSIONS.toSorted()).toEqual(['categories', 'editors', 'languages', 'loggedTime', 'machines', 'operatingSystems', 'projects']);
  });

  it('is everything for oneself', () => {
    expect(EVERYTHING).toEqual({ own: true, ...Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, true])) });
  });

  it('is read from the database for every dimension', () => {
    for (const dimension of DIMENSIONS) expect(SHARES_SQL).toMatch(new RegExp(`'${dimension}', u\\.\\w+_public\\b`));
  });
});
