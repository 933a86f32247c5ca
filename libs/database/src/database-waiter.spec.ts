import { describe, expect, it } from '@jest/globals';
import { willPass } from './database-waiter.js';

const failure = (message: string, code?: string): Error => Object.assign(new Error(message), code === undefined ? {} : { code });

describe('willPass', () => {
  it.each([
    ['57P01', 'terminating connection due to administrator command'],
    ['57P03', 'the database system is starting up'],
    ['53100', 'could not extend file: No space left on device'],
    ['53300', 'sorry, too many clients already'],
    ['58030', 'could not read block 0: Input/output error'],
    ['XX000', 'failure on connection marked as essential: 127.0.0.1:9702'],
    ['40001', 'could not serialize access'],
    ['40P01', 'deadlock detected'],
    ['ECONNRESET', 'read ECONNRESET'],
    ['EPROTO', 'write EPROTO'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'wrong version number'],
    [undefined, 'Connection terminated unexpectedly'],
    [undefined, 'SSL SYSCALL error: EOF detected'],
    [undefined, 'Client network socket disconnected before secure TLS connection was established'],
  ])('is told of the server: %s %s', (code, message) => {
    expect(willPass(failure(message, code))).toBe(true);
    expect(willPass(new Error('The statement failed.', { cause: failure(message, code) }))).toBe(true);
    expect(willPass(new AggregateError([failure('first'), failure(message, code)], 'all failed'))).toBe(true);
  });

  it.each([
    ['22003', 'value out of range'],
    ['23505', 'duplicate key value violates unique constraint'],
    ['42P01', 'relation does not exist'],
    ['57014', 'canceling statement due to statement timeout'],
    ['54000', 'target lists can have at most 1664 entries'],
    [undefined, 'x is not a function'],
  ])('is not told of what the data or the code caused: %s %s', (code, message) => {
    expect(willPass(failure(message, code))).toBe(false);
  });

  it('is not told of what is no error', () => {
    expect(willPass('57P01')).toBe(false);
    expect(willPass(undefined)).toBe(false);
  });
});
