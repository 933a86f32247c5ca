import 'reflect-metadata';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Env } from '@app/core';
import { JobProcessor } from '@app/queue';
import type { INestApplicationContext } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { Command, Query } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { CliModule } from '../../apps/cli/src/app.module.js';
import { CATALOGUE, type QueueName } from '../../libs/queue/src/jobs.js';
import { startApp } from '../support/start-app.js';
import { startWorker } from '../support/start-worker.js';

// @nestjs/cqrs only warns of a second handler, and tells of a missing one when somebody asks; BullMQ keeps a job that nobody handles.

/** Where @nestjs/cqrs keeps a handler's message; it does not export the names. */
const HANDLES = { command: '__commandHandler__', query: '__queryHandler__' } as const;
type Bus = keyof typeof HANDLES;
const BUSES: readonly Bus[] = ['command', 'query'];
/** What the sources call a bus. */
const BUS_NAMES = { command: /^command(s|Bus)$/i, query: /^quer(ies|yBus)$/i } as const;

type Class = abstract new (...args: never[]) => unknown;

interface Handler {
  name: string;
  bus: Bus;
  message: Class;
}

const APPS = ['api', 'worker', 'cli'] as const;
type App = (typeof APPS)[number];

describe('wiring', () => {
  let running: Record<App, INestApplicationContext>;
  /** Of all libs, by name. */
  let messages: Map<string, Class>;

  beforeAll(async () => {
    const api = await startApp();
    const worker = await startWorker(api.databaseUrl);
    const env = Object.assign(new Env(), { DATABASE_URL: api.databaseUrl });
    const cli = await Test.createTestingModule({ imports: [CliModule.forRoot(env)] }).compile();
    running = { api: api.nest, worker, cli: await cli.init() };
    messages = new Map((await exportsOfLibs()).filter(isMessage).map((m) => [m.name, m]));
  });
  afterAll(async () => {
    for (const app of APPS.toReversed()) await running[app].close();
  });

  it('looks at every app and every lib', () => {
    expect(folders('apps').filter((app) => existsSync(`apps/${app}/src/app.module.ts`))).toEqual([...APPS].toSorted());
    expect(messages.size).toBeGreaterThan(10);
  });

  it('every message that a lib exports has one handler, and every handler’s message is exported', () => {
    const handlers = APPS.flatMap((app) => handlersOf(running[app]));
    const found = [...messages.values(), ...handlers.map((h) => h.message)].map((message) => [
      message.name,
      [...new Set(handlers.filter((h) => h.message === message).map((h) => h.name))],
    ]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries([...messages.keys()].map((name) => [name, [`${name}Handler`]])));
  });

  it('commands go to the command bus, queries to the query bus', () => {
    const handlers = APPS.flatMap((app) => handlersOf(running[app]));
    expect(handlers.filter((h) => h.bus !== busOf(h.message)).map((h) => h.name)).toEqual([]);
  });

  it('every message begins with who asks', () => {
    const others = [...messages.values()].filter((message) => !/constructor\(\s*actor\b/.test(String(message)));
    expect(others.map((message) => message.name).toSorted()).toEqual([]);
  });

  describe.each(APPS)('%s', (app) => {
    it('has no message with two handlers', () => {
      const names = handlersOf(running[app]).map((h) => h.message.name);
      expect(names.filter((name, n) => names.indexOf(name) !== n)).toEqual([]);
    });

    it('has the handler of every message that it dispatches', () => {
      const dispatched = [...new Set(sourcesOf(app).flatMap((text) => namesAfterNew(text)))].filter((name) => messages.has(name));
      expect(dispatched).not.toEqual([]);
      const handled = new Set(handlersOf(running[app]).map((h) => h.message));
      expect(dispatched.filter((name) => !handled.has(messages.get(name) ?? Object))).toEqual([]);
    });

    it('dispatches every message on its own bus', () => {
      const calls = sourcesOf(app).flatMap((text) => [...text.matchAll(/(\w+)\)?\s*\.execute\(\s*new (\w+)/g)]);
      const wrong = calls.filter(([, bus = '', name = '']) => {
        const message = messages.get(name);
        return !message || !BUS_NAMES[busOf(message)].test(bus);
      });
      expect(wrong.map(([call]) => call)).toEqual([]);
    });
  });

  it('every queue has one processor, in the worker and nowhere else', () => {
    const queues = (app: App): string[] => processorsOf(running[app]).map((p) => p.worker.name);
    expect(queues('worker').toSorted()).toEqual(Object.keys(CATALOGUE).toSorted());
    expect([...queues('api'), ...queues('cli')]).toEqual([]);
  });

  it('every job of the catalogue has a handler in its queue’s processor, and every handler a job', () => {
    const handled = processorsOf(running.worker).map((p) => [p.worker.name, Object.keys(p.handlers).toSorted()]);
    const declared = Object.entries(CATALOGUE).map(([queue, { jobs }]) => [queue, Object.keys(jobs).toSorted()]);
    expect(Object.fromEntries(handled)).toEqual(Object.fromEntries(declared));
  });

  it('a worker runs as many jobs of a queue at a time as the catalogue says', () => {
    const found = processorsOf(running.worker).map((p) => [p.worker.name, p.worker.concurrency]);
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(Object.entries(CATALOGUE).map(([name, { concurrency }]) => [name, concurrency])),
    );
  });
});

function isMessage(value: unknown): value is Class {
  return typeof value === 'function' && (value.prototype instanceof Command || value.prototype instanceof Query);
}

function busOf(message: Class): Bus {
  return message.prototype instanceof Command ? 'command' : 'query';
}

async function exportsOfLibs(): Promise<unknown[]> {
  const libs: object[] = await Promise.all(folders('libs').map((lib) => import(`@app/${lib}`)));
  return libs.flatMap((lib) => Object.values(lib));
}

/** Every provider of every module, once a module: the same class in two modules is registered twice. */
function providersOf(app: INestApplicationContext): { type: object; instance: unknown }[] {
  return [...app.get(ModulesContainer).values()]
    .flatMap((module) => [...module.providers.values()])
    .flatMap(({ instance, metatype }) => {
      const type: unknown = instance?.constructor ?? metatype;
      return typeof type === 'function' ? [{ type, instance }] : [];
    });
}

function handlersOf(app: INestApplicationContext): Handler[] {
  return providersOf(app).flatMap(({ type }) =>
    BUSES.flatMap((bus) => {
      const message: unknown = Reflect.getMetadata(HANDLES[bus], type);
      return typeof message === 'function' ? [{ name: (type as Class).name, bus, message: message as Class }] : [];
    }),
  );
}

function processorsOf(app: INestApplicationContext): JobProcessor<QueueName>[] {
  return providersOf(app).flatMap(({ instance }) => (instance instanceof JobProcessor ? [instance] : []));
}

function folders(under: string): string[] {
  return readdirSync(under, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

function sourcesOf(app: string): string[] {
  const root = path.join('apps', app, 'src');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => readFileSync(path.join(root, file), 'utf8'));
}

function namesAfterNew(text: string): string[] {
  return [...text.matchAll(/\bnew (\w+)/g)].map(([, name = '']) => name);
}
