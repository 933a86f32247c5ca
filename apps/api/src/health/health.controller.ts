import { STRANGER } from '@app/core';
import { PingDatabase } from '@app/database';
import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ApiRefused } from '../http/refusals.js';
import { Public } from '../http/auth.js';
import { Unlimited } from '../http/limits.js';

export class Health {
  /** @example "ok" */
  status: string;
}

@ApiTags('Health')
@Public()
@Unlimited()
@Controller('health')
export class HealthController {
  constructor(private readonly queries: QueryBus) {}

  /** Whether the process answers. */
  @Get('live')
  live(): Health {
    return { status: 'ok' };
  }

  /** Whether it can serve: asks PostgreSQL, and nothing else. Not while PostgreSQL cannot write, for instance because its disk is full. */
  @Get('ready')
  @ApiRefused(503)
  async ready(): Promise<Health> {
    await this.queries.execute(new PingDatabase(STRANGER));
    return { status: 'ok' };
  }
}
