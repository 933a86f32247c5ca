import { NAMED_RANGES } from '@app/analytics';
import { must } from '@app/core';
import type { OpenAPIObject } from '@nestjs/swagger';

type Path = OpenAPIObject['paths'][string];
type Operation = NonNullable<Path['get']>;

/** The address under which every route of WakaTime stands once more. */
export const WAKA = '/api/v1/compat/waka';

/** What a group of routes is called under WakaTime's mount. */
export const wakaGroup = (group: string): string => `WakaTime mount: ${group}`;

/** Completes the description of every route by rules that hold for all of them. */
export function describeOperations(document: OpenAPIObject): void {
  for (const [path, item] of Object.entries(document.paths)) {
    for (const operation of operationsOf(item)) {
      splitText(operation);
      sayPermission(operation);
      nameRanges(operation);
      sayFormatOfIds(operation);
      closeForms(document, operation);
      for (const response of Object.values(operation.responses))
        if (response && 'description' in response) response.description ||= 'It is done, or what was asked for.';
      if (path.startsWith(WAKA)) operation.tags = operation.tags?.map(wakaGroup);
    }
  }
}

/** The operations of a path. */
export function operationsOf({ get, post, put, patch, delete: remove, head }: Path): Operation[] {
  return [get, post, put, patch, remove, head].filter((operation) => operation !== undefined);
}

/** A route's comment: the first sentence is the summary, on one line and without marks; the rest is the description. */
function splitText(operation: Operation): void {
  const text = (operation.summary ?? '').replace(/\s+/g, ' ').trim();
  const [, first = text, rest = ''] = /^(.+?)\.(?: (.*))?$/.exec(text) ?? [];
  operation.summary = first.replaceAll('`', '');
  operation.description = rest;
}

/** What a caller needs, in words and as OpenAPI has it: on public routes nothing, elsewhere a key. */
function sayPermission(operation: Operation): void {
  const { 'x-permission': permission, 'x-scope': scope, 'x-stranger': stranger } = extensionsOf(operation);
  const needs = permission === undefined ? '' : `A key needs the scope \`${scope}\` (permission \`${permission}\`).`;
  const without = stranger === undefined ? '' : `Without credentials: ${stranger.charAt(0).toLowerCase()}${stranger.slice(1)}`;
  operation.description = [operation.description, without, without && needs ? `With a key of your own: all of it. ${needs}` : needs]
    .filter((text) => text)
    .join('\n\n');
  operation.security = [
    ...(stranger !== undefined && permission !== undefined ? [{}] : []),
    ...(permission === undefined ? [] : [{ Bearer: [] }]),
  ];
}

function extensionsOf(operation: Operation): Partial<Record<'x-permission' | 'x-scope' | 'x-stranger', string>> {
  return Object.fromEntries(Object.entries(operation).filter(([name, value]) => name.startsWith('x-') && typeof value === 'string'));
}

/** Ranges are chosen from a list, or written as years, months and days, but where a route says which it takes. */
function nameRanges(operation: Operation): void {
  for (const parameter of operation.parameters ?? []) {
    if (!('name' in parameter) || parameter.name !== 'range') continue;
    if (parameter.schema && ('enum' in parameter.schema || 'pattern' in parameter.schema)) continue;
    parameter.schema = { anyOf: [{ type: 'string', enum: [...NAMED_RANGES] }, { type: 'string' }] };
    if (parameter.in !== 'path') continue;
    delete parameter.example;
    const names = ['last_7_days', ...NAMED_RANGES.filter((name) => name !== 'last_7_days'), '2026', '2026-11', '2026-11-01_to_2026-11-22'];
    // A key that is a number would come first.
    parameter.examples = Object.fromEntries(names.map((name) => [`range-${name}`, { value: name }]));
  }
}

/** Ids in addresses are UUIDs where their example is one. */
function sayFormatOfIds({ parameters = [] }: Operation): void {
  for (const parameter of parameters) {
    if (!('name' in parameter) || parameter.in !== 'path' || parameter.name !== 'id') continue;
    const { schema } = parameter;
    if (schema && 'example' in schema && UUID.test(String(schema.example))) parameter.schema = { ...schema, format: 'uuid' };
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Forms refuse unknown fields. */
function closeForms(document: OpenAPIObject, { requestBody }: Operation): void {
  const schema = requestBody && 'content' in requestBody ? requestBody.content['application/json']?.schema : undefined;
  if (!schema || !('$ref' in schema)) return;
  const form = must(document.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''], 'form of a body');
  if (!('$ref' in form)) form.additionalProperties = false;
}
