import { Clock, Env, NestLogger, OPERATOR } from '@app/core';
import { CreateApiKey, CreateUser, ChangeTimeSettings, type TimeSettingsChange } from '@app/users';
import type { Type } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { Logger } from 'pino';
import { AppModule } from '../../apps/api/src/app.module.js';
import { configureApp, createAdapter } from '../../apps/api/src/http/configure-app.js';
import { Limits } from '../../apps/api/src/http/limits.js';
import { serveDocs } from '../../apps/api/src/http/swagger.js';
import { createDatabase } from './database.js';

/** A clock that a test can set. */
export class TestClock extends Clock {
  at: number | undefined;

  override now(): number {
    return this.at ?? Date.now();
  }
}

export interface TestUser {
  userId: number;
  publicId: string;
  /** `waka_<uuid>`. */
  key: string;
}

export interface Answer {
  status: number;
  headers: Record<string, unknown>;
  text: string;
  // Tests look into answers of every shape.
  body: any; // oxlint-disable-line typescript/no-explicit-any
}

/** The real API on a database of its own, and the few things that most tests do with it. */
export class TestApp {
  private users = 0;

  constructor(
    readonly nest: NestFastifyApplication,
    readonly databaseUrl: string,
    readonly clock: TestClock,
  ) {}

  get commands(): CommandBus {
    return this.nest.get(CommandBus);
  }

  get queries(): QueryBus {
    return this.nest.get(QueryBus);
  }

  async newUser({ zone = 'UTC', ...change }: TimeSettingsChange = {}): Promise<TestUser> {
    const { userId, publicId } = await this.commands.execute(new CreateUser(OPERATOR, `user-${process.pid}-${++this.users}`, zone));
    if (Object.keys(change).length > 0) await this.commands.execute(new ChangeTimeSettings(OPERATOR, userId, change));
    return { userId, publicId, key: await this.newKey(userId) };
  }

  async newKey(userId: number): Promise<string> {
    return (await this.commands.execute(new CreateApiKey(OPERATOR, userId, 'test'))).key;
  }

  /** A request as `user`; a body that is not text is sent as JSON. */
  async call(
    method: 'GET' | 'POST' | 'DELETE' | 'HEAD' | 'PATCH' | 'PUT',
    url: string,
    user?: TestUser | null,
    payload?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await this.nest.inject({
      method,
      url,
      headers: {
        ...(user && { authorization: `Bearer ${user.key}` }),
        ...(payload !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(payload !== undefined && { payload: typeof payload === 'string' ? payload : JSON.stringify(payload) }),
    });
    let body: unknown;
    try {
      body = response.json();
    } catch {
      body = undefined;
    }
    return { status: response.statusCode, headers: response.headers, text: response.body, body };
  }

  get(url: string, user: TestUser): Promise<Answer> {
    return this.call('GET', `/api/v1/${url}`, user);
  }

  /** Sends heartbeats; each needs only what the test is about. */
  send(user: TestUser, heartbeats: Record<string, unknown>[], headers: Record<string, string> = {}): Promise<Answer> {
    const items = heartbeats.map((h) => ({ entity: '/p/a.ts', type: 'file', ...h }));
    return this.call('POST', '/api/v1/users/current/heartbeats.bulk', user, items, headers);
  }

  close(): Promise<void> {
    return this.nest.close();
  }
}

export interface StartOptions {
  /** Puts the queue and the counters of limits there. */
  redisUrl?: string | undefined;
  databaseUrl?: string;
  /** Whether requests are limited, as they are outside tests. */
  limited?: boolean;
  env?: Partial<Env>;
  /** Where the lines of the log go; without it there are none. */
  log?: Logger;
  /** Routes of the test's own beside the API's. */
  controllers?: Type[];
}

/** Starts the API in this process. */
export async function startApp(options: StartOptions = {}): Promise<TestApp> {
  const { redisUrl, databaseUrl, limited = false, env: given, log, controllers = [] } = options;
  const env = Object.assign(new Env(), { DATABASE_URL: databaseUrl ?? (await createDatabase()), REDIS_URL: redisUrl, ...given });
  const clock = new TestClock();
  const module = Test.createTestingModule({ imports: [AppModule.forRoot(env)], controllers })
    .overrideProvider(Clock)
    .useValue(clock);
  if (!limited) module.overrideProvider(Limits).useValue({ of: () => undefined });
  const nest = (await module.compile()).createNestApplication<NestFastifyApplication>(createAdapter(env), {
    bodyParser: false,
    logger: log ? new NestLogger(log) : ['error', 'fatal'],
  });
  await configureApp(nest, log);
  serveDocs(nest);
  await nest.init();
  await nest.getHttpAdapter().getInstance().ready();
  return new TestApp(nest, env.DATABASE_URL, clock);
}
