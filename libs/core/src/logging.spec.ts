import { describe, expect, it } from '@jest/globals';
import { createLogger, masked, NestLogger } from './logging.js';

const KEY = '845a922e-9e65-4775-bd68-bb3196d2e06a';

describe('masked', () => {
  it.each([
    [`'/%zz?api_key=${KEY}&a=1' is not a valid url component`, "'/%zz?api_key=***&a=1' is not a valid url component"],
    [`GET /x?a=1&token=${KEY} failed`, 'GET /x?a=1&token=*** failed'],
    [`GET /x?access_token=${KEY}`, 'GET /x?access_token=***'],
    [`GET /x?api%5Fkey=${KEY}`, 'GET /x?api%5Fkey=***'],
    [`the key waka_${KEY}.`, 'the key waka_***.'],
    [`authorization: Bearer ${KEY}`, 'authorization: Bearer ***'],
    ['authorization: Basic d2FrYV84NDVhOTIyZTo=', 'authorization: Basic ***'],
    ["values ('$argon2id$v=19$m=1,t=2$c2FsdA$aGFzaA')", "values ('***')"],
    ['postgres://ada:s3cret@db:5432/time refused', 'postgres://ada:***@db:5432/time refused'],
    ['redis://:s3cret@cache:6379', 'redis://:***@cache:6379'],
    [`${'x'.repeat(100_000)} ada@example.com`, `${'x'.repeat(100_000)} ***@***`],
    ['Key (email)=(ada@example.com) already exists.', 'Key (email)=(***@***) already exists.'],
  ])('takes the secret out of %s', (text, without) => expect(masked(text)).toBe(without));

  it('leaves what is none', () => {
    for (const text of [
      'request',
      'http://127.0.0.1:3000/docs',
      '@app/core',
      'node_modules/@nestjs/core/a.js:3:1',
      'basic auth',
      'csrf token',
    ]) {
      expect(masked(text)).toBe(text);
    }
  });
});

describe('the log', () => {
  const lines: string[] = [];
  const log = new NestLogger(createLogger('debug', 'test', { write: (line: string) => void lines.push(line) }));

  it('says what failed and where, without the rows and addresses that errors carry', () => {
    const error = Object.assign(new Error(`no ${KEY} at /x?token=${KEY}`, { cause: new Error(`GET /?api_key=${KEY}`) }), {
      code: '23505',
      detail: 'Failing row contains (ada@example.com, /home/ada/secret.ts)',
    });
    log.error('Request 7 failed', error);
    const [line = ''] = lines;
    expect(JSON.parse(line)).toMatchObject({
      msg: 'Request 7 failed',
      err: { type: 'Error', code: '23505', stack: expect.stringContaining('logging.spec') },
    });
    for (const secret of ['token=8', 'api_key=8', 'ada@', '/home/ada']) expect(line).not.toContain(secret);
  });
});
