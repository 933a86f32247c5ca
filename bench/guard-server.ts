// The api with one route more, twice: for everybody and uncounted, and with a key. Started by `guard.ts`.
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../apps/api/src/app.module.js';
import { Needs, Public } from '../apps/api/src/http/auth.js';
import { configureApp, createAdapter } from '../apps/api/src/http/configure-app.js';
import { Unlimited } from '../apps/api/src/http/limits.js';
import { loadEnv } from '@app/core';

@Controller('bench')
class SameRoute {
  @Public()
  @Unlimited()
  @Get('open')
  open(): object {
    return { status: 'ok' };
  }

  @Needs('account:read')
  @Get('keyed')
  keyed(): object {
    return { status: 'ok' };
  }
}

@Module({})
class BenchModule {}

const env = loadEnv();
const module = { module: BenchModule, imports: [AppModule.forRoot(env)], controllers: [SameRoute] };
const app = await NestFactory.create<NestFastifyApplication>(module, createAdapter(env), { logger: ['error', 'warn'], bodyParser: false });
await configureApp(app);
await app.listen(env.PORT, env.HOST);
process.on('SIGTERM', () => process.exit(0));
process.send?.('ready');
