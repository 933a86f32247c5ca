/**
 * `npm run queries` writes the SQL of the statements that most depends on, as PostgreSQL gets it, to docs/queries; with `check` it fails when
 * what is committed is not current. `npm run queries -- list` prints every statement of the project as JSON: [{ place, text }].
 *
 * A statement is the text of a call of `sql`, `prepared` or `….query` in libs. It is found by the call, so that a new one is there by itself,
 * and computed by the module that has it. Where a text depends on something local to a function, `LOCALS` must say what that may be.
 */
import { globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';

interface Found {
  /** `libs/…/file.ts:line`, and the local values it was computed with. */
  place: string;
  file: string;
  text: string;
  name?: string;
}

/** A call whose text is to be computed: once, or with each of the values of its locals. */
interface Call {
  line: number;
  expression: string;
  locals: string[];
}

const FOLDER = 'docs/queries';
const OUTPUTS: Readonly<Record<string, string>> = {
  'libs/analytics/src/time/time-reader.ts': 'time.sql',
  'libs/analytics/src/get-durations.query.ts': 'durations.sql',
  'libs/analytics/src/focus/get-focus.query.ts': 'focus.sql',
  'libs/analytics/src/list-heartbeats.query.ts': 'list-heartbeats.sql',
  'libs/analytics/src/projects/projects.ts': 'projects.sql',
  'libs/analytics/src/roll-ups/roll-up.ts': 'roll-up.sql',
  'libs/heartbeats/src/delete-heartbeats.command.ts': 'delete-heartbeats.sql',
  'libs/heartbeats/src/dimensions.ts': 'dimensions.sql',
  'libs/heartbeats/src/ingest-heartbeats.command.ts': 'ingest-heartbeats.sql',
};

/** They run the texts that others give them. */
const RUNNERS = new Set(['libs/database/src/sql.ts', 'libs/database/src/statement-pool.ts', 'libs/database/src/read-pool.ts']);

const DAY_US = 86_400_000_000;
const daysOf = (count: number): { day: number; date: string; from: number; to: number }[] =>
  Array.from({ length: count }, (_, n) => ({ day: 20_000 + n, date: '', from: (20_000 + n) * DAY_US, to: (20_001 + n) * DAY_US }));
const time = (days: number, filter: unknown, parts: unknown): string =>
  `timeStatement(${JSON.stringify({ userIds: [1], zone: 'UTC', rules: {}, days: daysOf(days), filter, parts })})`;
const durations = (slice: string, filter: unknown): string =>
  `durationsStatement(${JSON.stringify({ userId: 1, zone: 'UTC', rules: {}, day: daysOf(1)[0], slice, filter })})`;
const focus = (days: number, allTime: boolean): string =>
  `focusStatement(${JSON.stringify({ userId: 1, zone: 'UTC', rules: {}, days: daysOf(days), filter: {}, allTime })})`;
const projects = (which: unknown): string =>
  `projectsStatement(${JSON.stringify({
    userId: 1,
    zone: 'UTC',
    now: 1e12,
    which,
    page: { limit: 100, offset: 0 },
    detail: { branches: 100, languages: 100, bytes: 20_000, amounts: true, groups: true },
  })})`;

/** What locals that texts depend on may be: expressions in the scope of the module, by file and name. */
const LOCALS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'libs/analytics/src/time/time-reader.ts': {
    reading: [
      // Status bar and summaries; of a project; of a longer range.
      time(1, {}, { times: 'days', dependencies: true, groups: true }),
      time(7, { project: ['a'], branch: ['b'] }, { times: 'days', dependencies: true, entities: true, branches: true }),
      time(40, {}, { times: 'days', dependencies: true }),
      // Stats; of a project; of a longer range; of all time.
      time(7, {}, { times: 'range', hours: true, dependencies: true, groups: true }),
      time(7, { project: ['a'] }, { times: 'range', hours: true, dependencies: true }),
      time(40, {}, { times: 'range', hours: true, dependencies: true }),
      time(40, {}, { times: 'range', hours: true, allTime: true }),
      // The languages of a card.
      time(7, {}, { times: 'range', lists: ['language'] }),
      time(40, {}, { times: 'range', lists: ['language'], allTime: true }),
      // Goals, timesheets and the like.
      time(40, {}, { times: 'totals', crossed: ['project', 'language'] }),
      // Lines, tokens and sessions beside summaries, stats and AI.
      time(7, {}, { times: 'days', counters: ['aiModel', 'aiAgent'], sessions: [] }),
      time(40, { project: ['a'] }, { times: 'range', counters: ['aiModel', 'aiAgent'], sessions: [] }),
      time(
        40,
        {},
        {
          times: 'totals',
          crossed: ['project', 'language', 'category', 'aiModel', 'aiAgent'],
          counters: ['aiModel', 'aiAgent'],
          sessions: ['aiModel', 'aiAgent'],
        },
      ),
      // All time since today; of a project.
      time(40, {}, { times: 'totals', allTime: true }),
      time(40, { project: ['a'] }, { times: 'totals', allTime: true }),
    ],
  },
  'libs/analytics/src/get-durations.query.ts': {
    reading: [
      durations('entity', {}),
      durations('language', { project: ['a'], branch: ['b'] }),
      durations('dependencies', {}),
      durations('category', {}),
    ],
  },
  'libs/analytics/src/time/project-blocks.ts': {
    reading: ["blocksStatement({ userIds: [1], zone: 'UTC', day: { date: '', from: 0, to: 1 } })"],
  },
  'libs/analytics/src/focus/get-focus.query.ts': { reading: [focus(7, false), focus(366, true)] },
  'libs/heartbeats/src/rules/apply-rules.command.ts': { table: ['HEARTBEATS', 'EXTERNAL_DURATIONS'] },
  'libs/analytics/src/list-external-durations.query.ts': {
    reading: ["externalDurationsStatement(1, { date: '', from: 0, to: 1 }, 'UTC', {})"],
  },
  'libs/analytics/src/list-heartbeats.query.ts': {
    reading: [
      "heartbeatsStatement(1, 'UTC', [{ from: 0, to: 1, offset: 0 }], {}, { ofDay: false, limit: 100, offset: 0 })",
      "heartbeatsStatement(1, 'UTC', { from: 0, to: 1 }, {}, { ofDay: true })",
      "heartbeatsStatement(1, 'UTC', { from: 0, to: 1 }, { project: 'a', language: 'b', editor: 'c' }, { ofDay: false, limit: 100, offset: 0 })",
    ],
  },
  'libs/analytics/src/seen/list-names.query.ts': { dimension: ["'machine'", "'category'"] },
  'libs/analytics/src/projects/projects.ts': {
    reading: [projects({ archived: false }), projects({ name: 'a', digest: null })],
  },
  'libs/orgs/src/audit/list-audit-log.query.ts': { scope: ["'instance'", '1'], filters: ['{}'], cursor: ['null'], limit: ['50'] },
  'libs/orgs/src/audit/export-audit-log.command.ts': { scope: ["'instance'", '1'], filters: ['{}'], cursor: ['null'] },
  'libs/database/src/dump.ts': { begin: ["'BEGIN'"] },
  'libs/database/src/dump-database.command.ts': { name: ["'heartbeats'"], columns: ["['time']"] },
  'libs/database/src/restore-database.command.ts': { name: ["'heartbeats'"], columns: ["['time']"], table: ["'audit_log'"] },
  'libs/database/src/user-rows.ts': { statement: Array.from({ length: 41 }, (_, n) => `DELETE_PART[${n}]`) },
  'libs/orgs/src/organizations/sweep-organizations.command.ts': { statement: Array.from({ length: 13 }, (_, n) => `DELETE_PARTS[${n}]`) },
  'libs/users/src/accounts/account-links.ts': { kind: ["'claim'"] },
};

const mode = process.argv[2] ?? 'write';
if (!['write', 'check', 'list'].includes(mode)) fail('Usage: npm run queries [-- check | list]', 2);
const statements = await allStatements();
if (mode === 'list') {
  process.stdout.write(`${JSON.stringify(statements.map(({ place, text }) => ({ place, text })))}\n`);
} else {
  const files = new Map(Object.entries(OUTPUTS).map(([file, name]) => [name, render(file, statements)]));
  mkdirSync(FOLDER, { recursive: true });
  const present = readdirSync(FOLDER).filter((name) => name.endsWith('.sql'));
  const stale = [...new Set([...present, ...files.keys()])].filter(
    (name) => (present.includes(name) ? read(name) : '') !== files.get(name),
  );
  if (mode === 'check' && stale.length > 0) {
    fail(`${FOLDER} is not what the code asks of PostgreSQL (${stale.join(', ')}). Run: npm run queries`);
  }
  for (const name of stale) {
    const text = files.get(name);
    if (text === undefined) rmSync(path.join(FOLDER, name));
    else writeFileSync(path.join(FOLDER, name), text);
  }
}

function read(name: string): string {
  return readFileSync(path.join(FOLDER, name), 'utf8').replaceAll('\r\n', '\n');
}

function render(file: string, all: readonly Found[]): string {
  // A text that is used in several places is there once.
  const texts = new Map(all.filter((statement) => statement.file === file).map(({ text, name }) => [text, name]));
  const parts = [...texts].map(([text, name]) => {
    const lines = text.split('\n').map((line) => line.trimEnd());
    return `${name === undefined ? '' : `-- ${name}\n`}${lines.join('\n').trim()};\n`;
  });
  return `-- The statements of ${file}. Generated: npm run queries\n\n${parts.join('\n')}`;
}

/** Compiles the libs to a folder of their own, with a list of their statements added to each module, and reads those lists. */
async function allStatements(): Promise<Found[]> {
  const root = mkdtempSync(path.join('node_modules', '.queries-'));
  try {
    const files = globSync('libs/*/src/**/*.ts')
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => !file.endsWith('.spec.ts') && !RUNNERS.has(file))
      .toSorted();
    const calls = new Map(files.map((file) => [file, callsOf(file)]));
    for (const file of [...files, ...RUNNERS]) {
      const target = path.join(root, file.replace(/\.ts$/, '.js'));
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, compiled(file, calls.get(file) ?? [], path.resolve(root)));
    }
    await import('reflect-metadata');
    const found: Found[] = [];
    for (const [file, list] of calls) {
      if (list.length === 0) continue;
      const module: { $statements: [string, unknown][] } = await import(
        pathToFileURL(path.resolve(root, file.replace(/\.ts$/, '.js'))).href
      );
      for (const [place, value] of module.$statements) found.push({ place: `${file}:${place}`, file, ...statementOf(value) });
    }
    return found;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The text of a statement, and the name it is prepared under, where the code has them together. */
function statementOf(value: unknown): Pick<Found, 'name' | 'text'> {
  if (typeof value === 'string') return { text: value };
  if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string') {
    throw new TypeError('A statement has a text.');
  }
  return { text: value.text, ...('name' in value && typeof value.name === 'string' && { name: value.name }) };
}

function compiled(file: string, calls: readonly Call[], root: string): string {
  const list = calls.map(({ line, expression, locals }) => {
    const places = locals.reduce<string[][]>(
      (all, local) => all.flatMap((chosen) => valuesOf(file, line, local).map((v) => [...chosen, v])),
      [[]],
    );
    return places
      .map(
        (values, n) =>
          `[${JSON.stringify(values.length > 0 ? `${line} (${n + 1})` : `${line}`)}, ((${locals.join(', ')}) => ${expression})(${values.join(', ')})]`,
      )
      .join(',\n');
  });
  const { outputText } = ts.transpileModule(`${readFileSync(file, 'utf8')}\nexport const $statements: unknown = [${list.join(',\n')}];`, {
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2024,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
    },
  });
  return outputText.replaceAll(
    /from '@app\/([a-z]+)'/g,
    (_, lib: string) => `from '${pathToFileURL(path.join(root, 'libs', lib, 'src', 'index.js')).href}'`,
  );
}

function valuesOf(file: string, line: number, local: string): readonly string[] {
  const values = LOCALS[file]?.[local];
  if (!values) return fail(`${file}:${line}: the text depends on "${local}". Say in scripts/queries.ts (LOCALS) what that may be.`);
  return values;
}

function callsOf(file: string): Call[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const known = boundAtTopOf(source);
  const calls: Call[] = [];
  const visit = (node: ts.Node): void => {
    const text = ts.isCallExpression(node) ? textArgumentOf(node) : undefined;
    if (text) {
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      const locals = [...namesIn(text)].filter((name) => !known.has(name) && !(name in globalThis));
      calls.push({ line, expression: text.getText(), locals });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return calls;
}

/** The argument of a call that is the text of a statement. */
function textArgumentOf({ expression, arguments: given }: ts.CallExpression): ts.Expression | undefined {
  if (ts.isIdentifier(expression)) return expression.text === 'sql' ? given[1] : expression.text === 'prepared' ? given[2] : undefined;
  const isQuery = ts.isPropertyAccessExpression(expression) && expression.name.text === 'query';
  // With a name before the text, or not.
  const argument = isQuery ? given[given.length >= 3 ? 1 : 0] : undefined;
  return argument && ts.isObjectLiteralExpression(argument) ? propertyOf(argument, 'text') : argument;
}

function propertyOf({ properties }: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  return properties.filter(ts.isPropertyAssignment).find((property) => property.name.getText() === name)?.initializer;
}

function boundAtTopOf(source: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) {
      const clause = statement.importClause;
      if (clause?.name) names.add(clause.name.text);
      const bindings = clause?.namedBindings;
      if (bindings && ts.isNamedImports(bindings)) for (const { name } of bindings.elements) names.add(name.text);
      if (bindings && ts.isNamespaceImport(bindings)) names.add(bindings.name.text);
    } else if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations) if (ts.isIdentifier(name)) names.add(name.text);
    } else if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name) {
      names.add(statement.name.text);
    }
  }
  return names;
}

/** The names that an expression refers to, but for parameters of functions in it. */
function namesIn(expression: ts.Expression): Set<string> {
  const names = new Set<string>();
  const own = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isParameter(node) && ts.isIdentifier(node.name)) own.add(node.name.text);
    if (ts.isPropertyAccessExpression(node)) return visit(node.expression);
    if (ts.isPropertyAssignment(node)) return visit(node.initializer);
    if (ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(expression);
  return new Set([...names].filter((name) => !own.has(name)));
}

function fail(message: string, code = 1): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}
