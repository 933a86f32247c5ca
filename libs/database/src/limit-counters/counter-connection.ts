import { Env } from '@app/core';
import { Injectable } from '@nestjs/common';
import { StatementPool } from '../statement-pool.js';

/** The one connection that counts requests for limits: behind what waits for the others, nobody would be counted in time. */
@Injectable()
export class CounterConnection extends StatementPool {
  constructor(env: Env) {
    super(env, 'limits', { connections: 1, longestMs: 1_000 });
  }
}
