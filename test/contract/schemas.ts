import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';

const ajv = new Ajv({ allErrors: true, strict: false });
const FOLDER = path.join(import.meta.dirname, 'schemas');

/** What is wrong with an answer by the JSON Schema that was written from the contract: texts, none if it holds. */
export function validator(name: string): (answer: unknown) => string[] {
  const file = path.join(FOLDER, `${name}.json`);
  const validate = ajv.getSchema(file) ?? ajv.addSchema(JSON.parse(readFileSync(file, 'utf8')), file).getSchema(file);
  if (!validate) throw new Error(`No schema ${name}`);
  return (answer) => (validate(answer) ? [] : (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message}`));
}

/** The schema of a route that answers GET. */
export function schemaOf(route: string): string {
  const name = [
    [/\/status_?bar\/today$/, 'statusbar'],
    [/\/summaries$/, 'summaries'],
    [/\/stats\/[^/]+$/, 'stats'],
    [/\/durations$/, 'durations'],
    [/\/leaders$/, 'leaders'],
    [/\/leaderboards$/, 'leaderboards'],
    [/\/leaderboards\/[^/]+$/, 'leaders'],
    [/\/insights\/[^/]+\/[^/]+$/, 'insights'],
    [/\/all_time_since_today$/, 'all_time_since_today'],
    [/\/heartbeats$/, 'heartbeats-list'],
    [/\/goals$/, 'goals'],
    [/\/goals\/[^/]+$/, 'goal'],
    [/\/projects$/, 'projects'],
    [/\/commits$/, 'commits'],
    [/\/commits\/[^/]+$/, 'commit'],
    [/\/custom_rules$/, 'custom_rules'],
    [/\/custom_rules_progress$/, 'custom_rules-progress'],
    [/\/users\/current$/, 'users-current'],
    [/\/orgs$/, 'orgs'],
    [/\/user_agents$/, 'user_agents'],
    [/\/meta$/, 'meta'],
    [/\/analytics\/ai$/, 'analytics-ai'],
  ].find(([pattern]) => (pattern as RegExp).test(route))?.[1];
  if (typeof name !== 'string') throw new Error(`No schema for ${route}`);
  return name;
}
