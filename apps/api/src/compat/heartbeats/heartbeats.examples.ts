import { must } from '@app/core';
import { idOfSent } from '@app/heartbeats';

/** Seconds since 1970 of the first example in the committed description. What is served is of the present: see `atPresent`. */
const COMMITTED = 1_767_607_200.5;
const SECONDS_APART = 60;

/** Heartbeats that Swagger shows. They say what sent them, so that their ids are known. */
export function exampleHeartbeats(time = COMMITTED): Record<string, unknown>[] {
  const sent = {
    type: 'file',
    project: 'engine',
    branch: 'main',
    machine: 'laptop',
    user_agent: 'wakatime/v1.90.0 (linux-6.1.0-x86_64) go1.22.1 vscode/1.95.0 vscode-wakatime/24.6.2',
  };
  return [
    { entity: '/home/ada/engine/src/main.ts', time, language: 'TypeScript', is_write: true, ...sent },
    { entity: '/home/ada/engine/README.md', time: time + SECONDS_APART, language: 'Markdown', ...sent },
  ];
}

/** What changes of the examples with their time. */
function wordsOf(time: number): string[] {
  const nowMs = time * 1000;
  const [first] = exampleHeartbeats(time);
  return [
    String(time),
    String(time + SECONDS_APART),
    must(idOfSent(first, nowMs), 'id of the example'),
    new Date(nowMs).toISOString().slice(0, 10),
  ];
}

/**
 * The description with examples of the last two minutes: sent in order, storing, reading and deleting show something. `now` in ms since 1970;
 * the day is that of UTC.
 */
export function atPresent(description: string, now: number): string {
  const words = wordsOf(Math.floor(now / 1000) - 2 * SECONDS_APART + 0.5);
  return wordsOf(COMMITTED).reduce((text, word, n) => text.replaceAll(word, words[n] ?? word), description);
}
