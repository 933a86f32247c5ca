import { Env, tokenKeysOf } from '@app/core';
import { describe, expect, it } from '@jest/globals';
import { TokenBox } from './token-box.js';

const [OLD, NEW] = ['a', 'b'].map((byte) => Buffer.alloc(32, byte).toString('base64'));
const boxOf = (TOKEN_KEYS?: string): TokenBox => new TokenBox(Object.assign(new Env(), { TOKEN_KEYS }));

describe('the box of tokens', () => {
  it('opens what it closed, each time to other bytes', () => {
    const box = boxOf(`new:${NEW}`);
    const [one, two] = [box.seal('gho_secret', '1/1'), box.seal('gho_secret', '1/1')];
    expect([one.keyId, box.open(one, '1/1'), one.bytes.equals(two.bytes), one.bytes.includes('secret')]).toEqual([
      'new',
      'gho_secret',
      false,
      false,
    ]);
  });

  it('opens nothing at another place, with another key, or after a change', () => {
    const sealed = boxOf(`new:${NEW}`).seal('gho_secret', '1/1');
    const changed = { ...sealed, bytes: Buffer.concat([sealed.bytes, Buffer.from('x')]) };
    expect(boxOf(`new:${NEW}`).open(sealed, '2/1')).toBeUndefined();
    expect(boxOf(`new:${OLD}`).open(sealed, '1/1')).toBeUndefined();
    expect(boxOf(`old:${OLD}`).open(sealed, '1/1')).toBeUndefined();
    expect(boxOf(`new:${NEW}`).open(changed, '1/1')).toBeUndefined();
  });

  it('reads with all keys and writes with the first', () => {
    const sealed = boxOf(`old:${OLD}`).seal('gho_secret', '1/1');
    const both = boxOf(`new:${NEW}, old:${OLD}`);
    expect([both.open(sealed, '1/1'), both.keyId]).toEqual(['gho_secret', 'new']);
  });

  it('says what to set where there is no key', () => {
    expect(() => boxOf().seal('x', '1/1')).toThrow('TOKEN_KEYS');
  });

  it.each(['', 'x', `a:${NEW},a:${OLD}`, 'a:short', `:${NEW}`])('takes no %j for keys', (text) =>
    expect(tokenKeysOf(text)).toBeUndefined(),
  );
});
