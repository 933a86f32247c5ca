import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Calendars } from './calendars.js';
import { Clock } from './clock.js';
import { Env } from './env.js';

/** What every feature may ask for: the environment, the time and what dates mean for a user. */
@Global()
@Module({})
export class CoreModule {
  static forRoot(env: Env): DynamicModule {
    return { module: CoreModule, providers: [Calendars, Clock, { provide: Env, useValue: env }], exports: [Calendars, Clock, Env] };
  }
}
