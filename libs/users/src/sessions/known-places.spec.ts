import { describe, expect, it } from '@jest/globals';
import { isSamePlace } from './known-places.js';

describe('isSamePlace', () => {
  it.each<[string, string, boolean]>([
    ['192.0.2.1', '192.0.2.1', true],
    ['192.0.2.1', '192.0.2.2', false],
    ['2001:db8:1:2:aaaa::1', '2001:db8:1:2:bbbb:cccc::9', true],
    ['2001:db8:1:2::1', '2001:0DB8:0001:0002::FFFF', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['::1', '192.0.2.1', false],
    ['', '2001:db8::1', false],
  ])('%s and %s: %s', (one, other, same) => {
    expect(isSamePlace(one, other)).toBe(same);
  });
});
