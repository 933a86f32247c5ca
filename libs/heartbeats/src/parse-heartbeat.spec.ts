import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Heartbeat } from './heartbeat.js';
import { headerText, parseHeartbeat, type RequestContext } from './parse-heartbeat.js';
import { BARE_HEARTBEAT } from '../../../test/support/bare-heartbeat.js';

const NOW = Date.UTC(2026, 10, 24, 12);
const TIME = NOW / 1000 - 60;
const GO = 'wakatime/v1.90.0 (linux-6.1.0-x86_64) go1.22.1 vscode/1.95.0 vscode-wakatime/24.6.2';
const REQUEST: RequestContext = { userAgent: '', machineHeader: '', nowMs: NOW };
const MINIMAL = { entity: '/p/a.ts', type: 'file', time: TIME };

const TEXT_FIELDS = (
  'entity type category project branch language user_agent machine editor ' +
  'operating_system ai_session ai_subscription_plan commit_hash commit_author repository_url'
).split(' ');

function parsed(fields: object, request: Partial<RequestContext> = {}): Heartbeat {
  const result = parseHeartbeat({ ...MINIMAL, ...fields }, { ...REQUEST, ...request });
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.heartbeat;
}

function id(fields: object): string {
  const result = parseHeartbeat({ ...MINIMAL, ...fields }, REQUEST);
  return result.ok ? result.id : '';
}

function errors(item: unknown, request: Partial<RequestContext> = {}): Record<string, string[]> {
  const result = parseHeartbeat(item, { ...REQUEST, ...request });
  return result.ok ? {} : result.errors;
}

describe('parseHeartbeat', () => {
  it('takes the smallest heartbeat; all else is none', () => {
    expect(parsed({})).toEqual({ ...BARE_HEARTBEAT, time: TIME * 1e6 });
  });

  it.each([undefined, null, 'text', 5, true, [], [MINIMAL]])('%j is no heartbeat', (item) => {
    expect(errors(item)).toEqual({ heartbeat: [expect.stringContaining('object')] });
  });

  it('tells everything that is wrong at once', () => {
    expect(errors({ type: 'file' })).toEqual({ entity: ['This field is required.'], time: ['This field is required.'] });
    expect(errors({ ...MINIMAL, user_agent: 'x'.repeat(4097) }, { userAgent: 'x'.repeat(4097) })).toEqual({
      user_agent: [expect.stringContaining('4096'), expect.stringContaining('4096')],
    });
    expect(
      Object.keys(errors({ entity: {}, time: 'now', lineno: 2 ** 31, project: 'p'.repeat(4097), dependencies: ['d'.repeat(4097)] })),
    ).toEqual(expect.arrayContaining(['entity', 'time', 'lineno', 'project', 'dependencies']));
  });

  describe('time', () => {
    it.each([
      [1_795_414_231.2003598, 1_795_414_231_200_360],
      ['1700000000.123', 1_700_000_000_123_000],
      [' 1700000000 ', 1_700_000_000_000_000],
      [946_684_800, 946_684_800_000_000],
      [NOW / 1000 + 86_400, (NOW / 1000 + 86_400) * 1e6],
    ])('%j is %d µs', (time, us) => expect(parsed({ time }).time).toBe(us));

    it.each([undefined, null, '', ' '])('%j is missing', (time) => {
      expect(errors({ ...MINIMAL, time })).toEqual({ time: ['This field is required.'] });
    });

    it.each(['now', 'NaN', true, {}, [], [TIME], NaN, Infinity, '1e999'])('%j is no number', (time) => {
      expect(errors({ ...MINIMAL, time })).toEqual({ time: [expect.stringContaining('Must be a number')] });
    });

    it.each([0, -1, 946_684_799, NOW / 1000 + 86_401, 1e300])('%d is out of the span', (time) => {
      expect(errors({ ...MINIMAL, time })).toEqual({ time: [expect.stringMatching(/2000-01-01.*day ahead.*\)\.$/)] });
    });

    it.each([
      ['ms', 1_795_414_231_200, 1_795_414_231_200_000],
      ['ms as a text', '1795414231200', 1_795_414_231_200_000],
      ['µs', 1_795_414_231_200_360, 1_795_414_231_200_360],
      ['ns', 1_795_414_231_200_360_000, 1_795_414_231_200_360],
      ['the first ms', 946_684_800_000, 946_684_800_000_000],
      ['the last ms', NOW + 86_400_000, (NOW + 86_400_000) * 1000],
    ])('takes %s for what they are', (_unit, time, us) => expect(parsed({ time }).time).toBe(us));

    it.each([946_684_799_999, NOW + 86_400_001, 946_684_799e6, 1e12 * 1e9])('%d is out of the span in every unit', (time) => {
      expect(errors({ ...MINIMAL, time })).toEqual({ time: [expect.stringMatching(/2000-01-01.*day ahead/)] });
    });

    it('is `timestamp` where there is no `time`', () => {
      expect(parsed({ time: undefined, timestamp: TIME - 1 }).time).toBe((TIME - 1) * 1e6);
      expect(parsed({ timestamp: TIME - 1 }).time).toBe(TIME * 1e6);
    });
  });

  it.each([
    [{ entity_type: 'app', type: undefined }, { type: 'app' }],
    [{ type: null }, { type: 'file' }],
    [{ type: ' url ' }, { type: 'url' }],
    [{ category: ' Coding ' }, { category: 'Coding' }],
    [
      { category: null, dependencies: null, branch: null, project: null },
      { category: '', dependencies: null, branch: '', project: '' },
    ],
    [
      { project: '', branch: '' },
      { project: '', branch: '' },
    ],
    [{ project: 'unknown' }, { project: 'unknown' }],
    [
      { project: '<<LAST_PROJECT>>', branch: '<<LAST_BRANCH>>', language: '<<LAST_LANGUAGE>>' },
      { project: '<<LAST_PROJECT>>', branch: '<<LAST_BRANCH>>', language: '<<LAST_LANGUAGE>>' },
    ],
    [
      { alternate_project: 'p', alternate_branch: 'b', alternate_language: 'l', lines_in_file: 9 },
      { project: 'p', branch: 'b', language: 'l', lines: 9 },
    ],
    [{ project: 'p', alternate_project: 'other' }, { project: 'p' }],
    [{ project: '', alternate_project: 'other' }, { project: 'other' }],
    [
      { lineno: '3', cursorpos: '42' },
      { lineno: 3, cursorpos: 42 },
    ],
    [
      { lineno: 0, cursorpos: -1, lines: 0 },
      { lineno: null, cursorpos: null, lines: 0 },
    ],
    [
      { lineno: 3.9, cursorpos: 0.5, lines: -0.5 },
      { lineno: 3, cursorpos: null, lines: 0 },
    ],
    [
      { lineno: 'abc', cursorpos: {}, lines: [] },
      { lineno: null, cursorpos: null, lines: null },
    ],
    [
      { lineno: 2_147_483_647, cursorpos: 2 ** 31, lines: 1e300 },
      { lineno: 2_147_483_647, cursorpos: null, lines: null },
    ],
    [
      { ai_line_changes: -5, human_line_changes: '-6' },
      { aiLineChanges: -5, humanLineChanges: -6 },
    ],
    [
      { line_additions: 12, line_deletions: -4 },
      { lineAdditions: 12, lineDeletions: null },
    ],
    [
      { line_additions: -1, line_deletions: 4 },
      { lineAdditions: null, lineDeletions: 4 },
    ],
    [
      { lines: '', lines_in_file: ' ', project_root_count: '', ai_line_changes: ' ', human_line_changes: '' },
      { lines: null, projectRootCount: null, aiLineChanges: null, humanLineChanges: null },
    ],
    [
      { ai_input_tokens: 1, ai_output_tokens: 2, ai_cached_input_tokens: 3, ai_prompt_length: 4 },
      { aiInputTokens: 1, aiOutputTokens: 2, aiCachedInputTokens: 3, aiPromptLength: 4 },
    ],
    [
      { ai_input_tokens: -1, ai_prompt_length: -4, project_root_count: -5 },
      { aiInputTokens: null, aiPromptLength: null, projectRootCount: null },
    ],
    [
      { project_root_count: 0, ai_session: 's', ai_subscription_plan: 'max' },
      { projectRootCount: 0, aiSession: 's', aiSubscriptionPlan: 'max' },
    ],
    [{ is_write: true }, { isWrite: true }],
    [{ is_write: 'true' }, { isWrite: true }],
    [{ is_write: 1 }, { isWrite: true }],
    [{ is_write: '1' }, { isWrite: true }],
    [{ is_write: 'false' }, { isWrite: false }],
    [{ is_write: null }, { isWrite: false }],
    [
      { editor: 'VS Code', operating_system: 'Linux' },
      { editor: 'VS Code', operatingSystem: 'Linux' },
    ],
    [
      { editor: { name: 'VS Code', version: null }, operating_system: { name: 'Linux', title: 'Debian' } },
      { editor: 'VS Code', operatingSystem: 'Linux' },
    ],
    [
      { editor: null, operating_system: {} },
      { editor: '', operatingSystem: '' },
    ],
    [
      { project: 5, branch: true, language: ['x'] },
      { project: '5', branch: 'true', language: '' },
    ],
    [{ entity: ' a b ' }, { entity: ' a b ' }],
    [{ entity: 'a\u0000b\nc\u0085\ud800' }, { entity: 'abc\ufffd' }],
    [{ entity: 5 }, { entity: '5' }],
    [{ project: '\u0007 \t' }, { project: '' }],
    [{ commit_message: 'a\r\n\tb\u0000\n' }, { commitMessage: 'a\n\tb\n' }],
    [{ commit_message: '\n' }, { commitMessage: '' }],
    [{ commit_message: '\u0000 \n' }, { commitMessage: '' }],
    [
      { commit_hash: 'h', commit_author: 'A', repository_url: 'u' },
      { commitHash: 'h', commitAuthor: 'A', repositoryUrl: 'u' },
    ],
    [{ dependencies: [] }, { dependencies: null }],
    [{ dependencies: [' fs ', 'fs', '', null, {}, 5, true] }, { dependencies: ['fs', '5'] }],
    [{ dependencies: 'express, fs,,express' }, { dependencies: ['express', 'fs'] }],
    [{ dependencies: {} }, { dependencies: null }],
    [{ dependencies: ['', ' ', null, {}] }, { dependencies: null }],
    [{ dependencies: ['d'.repeat(4096)] }, { dependencies: ['d'.repeat(4096)] }],
    [{ id: 'x', model: 'x', is_unsaved_entity: true, local_file: '/x' }, {}],
  ])('%j gives %j', (fields, expected) => expect(parsed(fields)).toMatchObject(expected));

  it('refuses a dependency of more than 4,096 characters', () => {
    expect(errors({ ...MINIMAL, dependencies: ['fs', 'd'.repeat(4097)] })).toEqual({ dependencies: [expect.stringContaining('4096')] });
  });

  it('keeps the first 1,000 dependencies', () => {
    const first = Array.from({ length: 1000 }, (_, n) => `d${n}`);
    expect(parsed({ dependencies: [...first, 'd1000'] }).dependencies).toEqual(first);
    expect(parsed({ dependencies: Array.from({ length: 5000 }, (_, n) => `d${n}`) }).dependencies).toHaveLength(1000);
  });

  it('refuses a line number beyond 32 bits as WakaTime does', () => {
    expect(errors({ ...MINIMAL, lineno: 2_147_483_648 })).toEqual({ lineno: ['Number must be between 1 and 2147483647.'] });
    expect(errors({ ...MINIMAL, lineno: '1e20' })).toEqual({ lineno: ['Number must be between 1 and 2147483647.'] });
  });

  it.each(['', ' ', '\n', '\u0000', null, undefined])('the entity %j is missing', (entity) => {
    expect(errors({ ...MINIMAL, entity })).toEqual({ entity: ['This field is required.'] });
  });

  it.each([{}, [], ['/p/a.ts']])('the entity %j is no text', (entity) => {
    expect(errors({ ...MINIMAL, entity })).toEqual({ entity: ['Must be a text.'] });
  });

  it.each(TEXT_FIELDS)('%s has at most 4,096 characters', (field) => {
    expect(errors({ ...MINIMAL, [field]: 'x'.repeat(4097) })).toEqual({ [field]: [expect.stringContaining('4096')] });
    expect(errors({ ...MINIMAL, [field]: `${'x'.repeat(4096)}\u0000` })).toEqual({});
  });

  it('counts what headers say in place of fields as these fields', () => {
    const long = 'x'.repeat(4097);
    expect(errors(MINIMAL, { userAgent: long, machineHeader: long })).toEqual({
      user_agent: [expect.stringContaining('4096')],
      machine: [expect.stringContaining('4096')],
    });
    expect(parsed({}, { userAgent: ' header ', machineHeader: '%20devbox ' })).toMatchObject({ userAgent: 'header', machine: 'devbox' });
  });

  it('keeps a long commit message whole', () => {
    expect(parsed({ commit_message: 'x'.repeat(5000) }).commitMessage).toHaveLength(5000);
  });

  describe('user agent', () => {
    it.each([
      [{}, 'header'],
      [{ user_agent: null }, 'header'],
      [{ user_agent: 'own' }, 'own'],
      [{ plugin: 'own' }, 'own'],
      [{ userAgent: 'own' }, 'own'],
      [{ user_agent: 'own', plugin: 'other' }, 'own'],
    ])('of %j is %s', (fields, userAgent) => expect(parsed(fields, { userAgent: 'header' }).userAgent).toBe(userAgent));
  });

  describe('machine', () => {
    it.each([
      [{}, 'devbox', GO, 'devbox'],
      [{ machine: 'body' }, 'devbox', GO, 'body'],
      [{ machine: null }, 'devbox', GO, 'devbox'],
      [{ machine_name_id: 'body' }, '', GO, 'body'],
      [{ hostname: 'body' }, '', GO, 'body'],
      [{ machine: 'a+b%20c' }, '', GO, 'a+b%20c'],
      [{}, 'my+host%C3%A9', GO, 'my hosté'],
      [{}, 'my+host%C3%A9', 'wakatime/unset (linux-6.1-unknown) go1.26.8 Unknown/0', 'my hosté'],
      [{}, 'my+host', 'wakatime/<local-build> (linux-6.1-unknown) go1.26.8 Unknown/0', 'my host'],
      [{}, 'a%2Bb', GO, 'a+b'],
      [{}, 'my+host', 'wakatime/13.1.0 (Linux-6.1) Python3.9.18.final.0 Unknown/0', 'my+host'],
      [{}, 'my+host%20x', 'Mozilla/5.0', 'my+host x'],
      [{}, '100%+x', GO, '100%+x'],
      [{}, '%ff', GO, '%ff'],
      [{}, 'a%00b', GO, 'ab'],
      [{}, '', GO, ''],
    ])('of %j with the header %j by %s is %j', (fields, machineHeader, userAgent, machine) => {
      expect(parsed(fields, { machineHeader, userAgent }).machine).toBe(machine);
    });
  });

  it('has the id of what is meant, not of how it is written', () => {
    expect(id({ lineno: '3', project: '', id: 'x', dependencies: [] })).toBe(id({ lineno: 3, project: null, is_unsaved_entity: true }));
    expect(id({ time: String(TIME) })).toBe(id({}));
    expect(id({ lineno: 0 })).toBe(id({}));
    expect(id({ commit_message: `${'x'.repeat(5000)}a` })).not.toBe(id({ commit_message: `${'x'.repeat(5000)}b` }));
  });
});

describe('headerText', () => {
  it.each([
    [undefined, ''],
    ['', ''],
    ['plain', 'plain'],
    ['Ã\u0089diteur/1.0', 'Éditeur/1.0'],
    ['caf\u00e9', 'café'],
    ['Ã©', 'é'],
    ['日本', '日本'],
    // Beyond latin1, so it is no bytes; the low bytes of both would be "é".
    ['\u01c3\u01a9', '\u01c3\u01a9'],
  ])('%j is %j', (raw, text) => expect(headerText(raw)).toBe(text));
});

interface Recorded {
  headers: [string, string][];
  body: string;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isRecorded(line: unknown): line is Recorded {
  return (
    isObject(line) && line['method'] === 'POST' && typeof line['body'] === 'string' && line['body'] !== '' && Array.isArray(line['headers'])
  );
}

function heartbeatsIn(request: Recorded): { request: Recorded; sent: Record<string, unknown> }[] {
  const body: unknown = JSON.parse(request.body);
  const items: unknown[] = Array.isArray(body) ? body : [body];
  return items.filter((i) => isObject(i)).flatMap((sent) => ('entity' in sent && 'time' in sent ? [{ request, sent }] : []));
}

const recorded = globSync('test/contract/recorded/*.jsonl')
  .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
  .map((line): unknown => (line === '' ? null : JSON.parse(line)))
  .filter(isRecorded)
  .flatMap(heartbeatsIn);

(recorded.length > 0 ? describe : describe.skip)('what real clients sent', () => {
  it('parses, and means what was sent', () => {
    for (const { request, sent } of recorded) {
      const header = (name: string): string => headerText(request.headers.find(([key]) => key.toLowerCase() === name)?.[1]);
      const result = parseHeartbeat(sent, { userAgent: header('user-agent'), machineHeader: header('x-machine-name'), nowMs: NOW });
      expect(result).toMatchObject({
        ok: true,
        heartbeat: {
          entity: sent['entity'],
          type: sent['type'],
          time: Math.round(Number(sent['time']) * 1e6),
          project: sent['project'] ?? '',
          branch: sent['branch'] ?? '',
          language: sent['language'] ?? '',
          userAgent: sent['user_agent'],
          isWrite: sent['is_write'] ?? false,
        },
      });
    }
  });
});
