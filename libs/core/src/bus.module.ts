import { type DynamicModule, Injectable, Logger } from '@nestjs/common';
import { CommandBus, CqrsModule, QueryBus } from '@nestjs/cqrs';
import type { Actor } from './actor.js';
import { DomainError } from './domain-error.js';
import { type AuditEntry, auditDescriptionOf, messageContext } from './message-context.js';

const log = new Logger('Message');
/** One line for everything that concerns accounts, keys and sessions, refused or done: for who watches the log. */
const auditLog = new Logger('Audit');

/** Every message has one. */
interface Message {
  readonly actor: Actor;
}

/** Logs every command once, with its time and outcome; a command marked with `Audited` leaves a row in `audit_log`. */
@Injectable()
class MeasuredCommandBus extends CommandBus {
  override execute<R>(command: Parameters<CommandBus['execute']>[0]): Promise<R> {
    const entry = auditEntryOf(command);
    if (!entry) return measured(command, () => super.execute(command));
    return messageContext.run({ ...messageContext.getStore(), actor: entry.actor, audit: entry }, () =>
      measured(command, async () => {
        const result: R = await super.execute(command).catch((error: unknown) => {
          if (error instanceof DomainError) tellAudit(entry, error.code);
          throw error;
        });
        if (!entry.written) log.error(`${entry.message} left no row in the audit log: its handler does not use transaction()`);
        tellAudit(entry, 'ok');
        return result;
      }),
    );
  }
}

/** Logs every query once, with its time and outcome; what runs below knows who asks. */
@Injectable()
class MeasuredQueryBus extends QueryBus {
  override execute<R>(query: Parameters<QueryBus['execute']>[0]): Promise<R> {
    const actor = actorOf(query);
    return messageContext.run({ ...messageContext.getStore(), ...(actor && { actor }) }, () => measured(query, () => super.execute(query)));
  }
}

/** The buses of `@nestjs/cqrs`, each message measured, logged and, where it is marked so, audited. Nothing else stands around handlers. */
export const BusModule = {
  forRoot(): DynamicModule {
    const cqrs = CqrsModule.forRoot();
    return {
      ...cqrs,
      providers: [
        ...(cqrs.providers ?? []),
        { provide: CommandBus, useClass: MeasuredCommandBus },
        { provide: QueryBus, useClass: MeasuredQueryBus },
      ],
    };
  },
};

async function measured<R>(message: object, run: () => Promise<R>): Promise<R> {
  const began = performance.now();
  try {
    const result = await run();
    note(message, began, 'ok');
    return result;
  } catch (error) {
    note(message, began, error instanceof DomainError ? error.code : 'failed');
    throw error;
  }
}

function note(message: object, began: number, outcome: string): void {
  const ms = performance.now() - began;
  log.debug(() => {
    const actor = actorOf(message);
    return { msg: message.constructor.name, ms: Math.round(ms * 1_000) / 1_000, outcome, by: actor?.by.kind, user: actor?.userId };
  });
}

function auditEntryOf(command: object): AuditEntry | undefined {
  const description = auditDescriptionOf(command);
  const actor = actorOf(command);
  if (!description || !actor) return undefined;
  const { subjectId = null, orgId = null, details = {} } = description;
  return { actor, message: command.constructor.name, subjectId, orgId, details: { ...details }, written: false };
}

/** The details stay in the table: names that people gave stand there. */
function tellAudit({ actor, message, subjectId, details }: AuditEntry, outcome: string): void {
  const credential = 'id' in actor.by ? actor.by.id : undefined;
  const { address } = messageContext.getStore() ?? {};
  const { userId: user, by } = actor;
  auditLog.log({ msg: message, outcome, by: by.kind, user, credential, subject: subjectId, key: details['key'], address });
}

function actorOf(message: object): Actor | undefined {
  return isMessage(message) ? message.actor : undefined;
}

function isMessage(message: object): message is Message {
  return 'actor' in message;
}
