import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';

/** The routes that machines ask whether this process works. */
@Module({ controllers: [HealthController] })
export class HealthApiModule {}
