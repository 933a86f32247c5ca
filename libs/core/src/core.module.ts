import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Clock } from './clock.js';
import { Env } from './env.js';

/** What every feature may ask for: the environment and the time. */
@Global()
@Module({})
export class CoreModule {
  static forRoot(env: Env): DynamicModule {
    return { module: CoreModule, providers: [Clock, { provide: Env, useValue: env }], exports: [Clock, Env] };
  }
}
