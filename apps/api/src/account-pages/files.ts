import { readFileSync } from 'node:fs';
import path from 'node:path';
import { must } from '@app/core';
import type { FastifyRequest } from 'fastify';

/** The pages, each `pages/<name>.html`. */
export const PAGES = ['login', 'register', 'forgot', 'reset', 'verify', 'resend', 'claim', 'join'] as const;

/** What runs in them, each `browser/<name>`: served as it stands. */
export const SCRIPTS = ['account.js', 'login.js', 'join.js', 'api.js', 'form.js', 'page.js'] as const;

/** Read once, when the process starts: a file that is missing stops the start. */
const FILES: ReadonlyMap<string, string> = new Map([
  ...PAGES.map((name) => [`/account/${name}`, read(`pages/${name}.html`)] as const),
  ...[...SCRIPTS, 'account.css'].map((name) => [`/account/${name}`, read(`browser/${name}`)] as const),
]);

/** The page for an address that has none; `{base}` stands for the path before every address. */
export const NO_SUCH_PAGE = read('pages/not-found.html');

/** Where the link of a weekly report leads, and that of a goal's mail; what is said when it is done; what is said where it does nothing. */
export const UNSUBSCRIBE = framed('unsubscribe');
export const UNSUBSCRIBED = framed('unsubscribed');
export const UNSUBSCRIBE_GOAL = framed('unsubscribe-goal');
export const UNSUBSCRIBED_GOAL = framed('unsubscribed-goal');
export const DEAD_UNSUBSCRIBE = framed('unsubscribe-dead');

/** The text that a route serves. */
export function fileOf({ routeOptions }: FastifyRequest): string {
  return must(FILES.get(routeOptions.url ?? ''), 'file for this route');
}

/** What such a page says, in the page around it; its title is its heading. */
function framed(name: string): string {
  const main = read(`pages/${name}.html`).trim();
  const title = must(/^<h1>(.+)<\/h1>/.exec(main)?.[1], 'heading');
  return read('pages/unsubscribe-frame.html')
    .replace('{title}', () => title)
    .replace('{main}', () => main);
}

function read(file: string): string {
  return readFileSync(path.join(import.meta.dirname, file), 'utf8');
}
