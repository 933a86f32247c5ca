import { describe, expect, it } from '@jest/globals';
import { coAuthorsOf } from './co-authors.js';

describe('co-authors', () => {
  it.each([
    ['Fix it\n\nCo-authored-by: Grace <Grace@example.com>\nco-authored-by: G <grace@example.com>', ['grace@example.com']],
    ['One\r\n\r\nCo-Authored-By: 42+ada <42+ada@users.noreply.github.com>\r\n', ['42+ada@users.noreply.github.com']],
    ['Nobody\n\nReviewed-by: Ada <ada@example.com>\nCo-authored-by: nothing', []],
  ])('of %j are %j', (message, addresses) => expect(coAuthorsOf(message)).toEqual(addresses));
});
