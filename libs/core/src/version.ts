import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { must } from './must.js';

/** The version of Chronova that this is, from its package.json. */
export function version(): string {
  const { version: text }: { version: string } = JSON.parse(
    readFileSync(must(findPackageJSON('..', import.meta.url), 'package.json'), 'utf8'),
  );
  return text;
}
