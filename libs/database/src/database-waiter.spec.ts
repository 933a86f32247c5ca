import { describe, expect, it } from '@jest/globals';
import { mayPass, willPass } from './database-waiter.js';

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

describe('mayPass', () => {
  it.each([
    ['28000', 'role "chronova" is not permitted to log in'],
    ['28P01', 'password authentication failed'],
    ['57014', 'canceling statement due to user request'],
    ['42501', 'permission denied for table heartbeats'],
    ['42P01', 'relation "heartbeats" does not exist'],
    ['25P03', 'terminating connection due to idle-in-transaction timeout'],
    ['26000', 'prepared statement "x" does not exist'],
    ['EMFILE', 'too many open files'],
    ['CERT_HAS_EXPIRED', 'certificate has expired'],
    [undefined, 'timeout expired'],
  ])('waits for what is not about the data: %s %s', (code, message) => {
    expect(mayPass(failure(message, code))).toBe(true);
    expect(mayPass(new Error('The statement failed.', { cause: failure(message, code) }))).toBe(true);
  });

  it.each([
    ['22003', 'value out of range'],
    ['23505', 'duplicate key value violates unique constraint'],
    ['ERR_INVALID_ARG_TYPE', 'The "data" argument must be of type string'],
    [undefined, 'x is not a function'],
  ])('waits for nothing that the data or the code caused: %s %s', (code, message) => {
    expect(mayPass(failure(message, code))).toBe(false);
  });
});
