import { mapInTurns } from '@app/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** An answer with more entries than this in its lists is written in turns. */
const LONG = 500;
/** Entries are looked for in lists of days that have lists. */
const DEPTH_OF_ENTRIES = 4;
/** What is one piece: a day, a heartbeat, or a list of names. */
const DEPTH_OF_PIECES = 2;

/** Long answers are written in pieces, with every other request's turn in between: as one they would hold the event loop. */
export function writeLongAnswersInTurns(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('preSerialization', async (_request, reply, payload) => {
      if (entriesOf(payload) <= LONG) return payload;
      const text = await jsonInTurns(payload);
      reply.serializer(() => text);
      return payload;
    });
}

/** What `JSON.stringify` makes of a value. */
export async function jsonInTurns(value: unknown): Promise<string> {
  const pieces = await mapInTurns(piecesOf(value, DEPTH_OF_PIECES), (piece) => piece);
  return pieces.join('');
}

/** How many entries the lists in a value have. */
function entriesOf(value: unknown, depth = DEPTH_OF_ENTRIES): number {
  if (!isApart(value) || depth === 0) return 0;
  const own = Array.isArray(value) ? value.length : 0;
  return Object.values(value).reduce<number>((sum, inner) => (sum > LONG ? sum : sum + entriesOf(inner, depth - 1)), own);
}

function* piecesOf(value: unknown, depth: number): Generator<string> {
  if (depth === 0 || !isApart(value)) {
    yield JSON.stringify(value) ?? 'null';
  } else if (Array.isArray(value)) {
    yield '[';
    for (const [n, entry] of value.entries()) {
      if (n > 0) yield ',';
      yield* piecesOf(entry, depth - 1);
    }
    yield ']';
  } else {
    yield '{';
    for (const [n, [name, field]] of Object.entries(value).filter(isWritten).entries()) {
      yield `${n > 0 ? ',' : ''}${JSON.stringify(name)}:`;
      yield* piecesOf(field, depth - 1);
    }
    yield '}';
  }
}

function isWritten([, field]: [string, unknown]): boolean {
  return field !== undefined;
}

/** Whether a value is written entry by entry: a plain list or object. */
function isApart(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !('toJSON' in value);
}
