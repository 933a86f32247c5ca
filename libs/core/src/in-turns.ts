import { setImmediate } from 'node:timers/promises';

/** How long one piece of long work may hold the event loop, in milliseconds: then every other request has its turn. */
const TURN_MS = 10;

/** Maps a long list in turns: in the order of the list, and never for long at once. */
export async function mapInTurns<T, R>(items: Iterable<T>, map: (item: T) => R): Promise<R[]> {
  const results: R[] = [];
  let began = performance.now();
  for (const item of items) {
    results.push(map(item));
    if (performance.now() - began < TURN_MS) continue;
    await setImmediate();
    began = performance.now();
  }
  return results;
}
