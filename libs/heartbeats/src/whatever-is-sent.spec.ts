import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { headerText, parseHeartbeat, type RequestContext } from './parse-heartbeat.js';

const NOW = Date.UTC(2026, 10, 24, 12);
const TIME = NOW / 1000 - 60;
const REQUEST: RequestContext = { userAgent: '', machineHeader: '', nowMs: NOW };

const KEYS = (
  'entity type entity_type category time timestamp project alternate_project branch language ' +
  'dependencies lines lines_in_file lineno cursorpos is_write project_root_count line_additions line_deletions ai_line_changes ' +
  'human_line_changes ai_input_tokens ai_prompt_length ai_session user_agent plugin machine editor operating_system commit_message'
).split(' ');

function isGood(value: string | number | boolean | null): boolean {
  if (typeof value === 'string') return value.length <= 4096 && value.isWellFormed() && !/\p{Cc}/u.test(value);
  return typeof value !== 'number' || Object.is(value, value | 0);
}

/** What is wrong with the answer to `sent`. */
function faults(sent: unknown, request: RequestContext): unknown[] {
  const result = parseHeartbeat(sent, request);
  const found: unknown[] = isDeepStrictEqual(parseHeartbeat(sent, request), result) ? [] : ['not the same twice'];
  if (!result.ok) {
    const lists = Object.values(result.errors);
    return lists.length > 0 && lists.every((list) => list.length > 0 && list.every((t) => t !== '')) ? found : [result.errors];
  }
  const { time, commitMessage, dependencies, entity, ...rest } = result.heartbeat;
  if (!Number.isSafeInteger(time)) found.push({ time });
  if (entity.trim() === '') found.push({ entity });
  if (!commitMessage.isWellFormed() || /[^\P{Cc}\t\n]/u.test(commitMessage)) found.push({ commitMessage });
  if (dependencies?.length === 0) found.push({ dependencies });
  return [...found, ...[...Object.values(rest), entity, ...(dependencies ?? [])].filter((v) => !isGood(v))];
}

describe('whatever is sent', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.string({ minLength: 4090, maxLength: 4100 }),
    fc.constant('\ud800\u0000\n\u0085'),
  );
  const value = fc.oneof(fc.anything(), text, fc.double(), fc.maxSafeInteger().map(String), fc.array(text), fc.record({ name: text }));
  const item = fc
    .tuple(fc.dictionary(fc.constantFrom(...KEYS), value), fc.boolean())
    .map(([fields, isValid]) => (isValid ? { ...fields, entity: '/p/a.ts', time: TIME } : fields));

  it('anything at all', () => {
    fc.assert(
      fc.property(fc.anything(), (sent) => expect(faults(sent, REQUEST)).toEqual([])),
      { numRuns: 1000 },
    );
  });

  it('anything in the known keys, under any headers', () => {
    fc.assert(
      fc.property(item, text, text, (sent, userAgent, machineHeader) =>
        expect(faults(sent, { userAgent: headerText(userAgent), machineHeader, nowMs: NOW })).toEqual([]),
      ),
      { numRuns: 2000 },
    );
  });
});
