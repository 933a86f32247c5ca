import { STRANGER } from '@app/core';
import { PingDatabase } from '@app/database';
import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ApiRefused } from '../http/refusals.js';
import { Public } from '../http/auth.js';
import type { Health } from './health.dto.js';
import { Unlimited } from '../http/limits.js';

@ApiTags('Health')
@Public()
@Unlimited()
@Controller('health')
export class HealthController {
  constructor(private readonly queries: QueryBus) {}

  /** Tell whether the process answers. */
  @Get('live')
  live(): Health {
    return { status: 'ok' };
  }

  /** Tell whether it can serve. It asks PostgreSQL, and nothing else. It cannot while PostgreSQL cannot write, for instance because its disk is full. */
  @Get('ready')
  @ApiRefused(503)
  async ready(): Promise<Health> {
    await this.queries.execute(new PingDatabase(STRANGER));
    return { status: 'ok' };
  }
}
