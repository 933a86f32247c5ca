import { describe, expect, it } from '@jest/globals';
import type { Heartbeat } from './heartbeat.js';
import { heartbeatId } from './heartbeat-id.js';
import { BARE_HEARTBEAT } from '../../../test/support/bare-heartbeat.js';

const HEARTBEAT: Heartbeat = {
  time: 1_795_414_561_155_000,
  entity: '/home/dev/demo/src/índex "a".ts',
  type: 'file',
  category: 'coding',
  project: 'demo',
  branch: 'feature/login',
  language: 'TypeScript',
  dependencies: ['express', 'fs'],
  isWrite: true,
  lines: 7,
  lineno: 3,
  cursorpos: 42,
  projectRootCount: 5,
  lineAdditions: 12,
  lineDeletions: 4,
  aiLineChanges: -1,
  humanLineChanges: 2,
  aiInputTokens: 100,
  aiOutputTokens: 200,
  aiCachedInputTokens: 300,
  aiPromptLength: 214,
  aiSession: 'session',
  aiSubscriptionPlan: 'pro',
  userAgent: 'wakatime/v1.90.0 (linux-6.1.0-x86_64) go1.22.1 vscode/1.95.0 vscode-wakatime/24.6.2',
  machine: 'my hosté',
  editor: 'VS Code',
  operatingSystem: 'Linux',
  commitHash: 'e4c668be713e293f7444a88c891ecafa1a4fa44b',
  commitAuthor: 'Jane Dev',
  commitMessage: 'feat: login page\n',
  repositoryUrl: 'https://example.org/demo.git',
};

const NOTHING: Heartbeat = { ...BARE_HEARTBEAT, entity: '/home/dev/demo/src/índex "a".ts' };

describe('heartbeatId', () => {
  // If one of these fails, every heartbeat that is sent again would be stored twice. Never change them.
  it('is what it has always been', () => {
    expect(heartbeatId(HEARTBEAT)).toBe('9d56b463-1d55-8e1d-98cc-7669315c32aa');
    expect(heartbeatId(NOTHING)).toBe('9f73f1c6-3ad3-8859-a826-53ee3387780f');
  });

  it('is the same for equal heartbeats, in whatever order their fields stand', () => {
    const { repositoryUrl, entity, ...rest } = HEARTBEAT;
    expect(heartbeatId({ repositoryUrl, ...rest, entity })).toBe(heartbeatId(HEARTBEAT));
    expect(heartbeatId(structuredClone(HEARTBEAT))).toBe(heartbeatId(HEARTBEAT));
  });

  it.each(Object.entries(HEARTBEAT))('changes with %s', (field, value: unknown) => {
    const other =
      typeof value === 'number'
        ? value + 1
        : typeof value === 'boolean'
          ? !value
          : Array.isArray(value)
            ? [value.join()]
            : `${String(value)}x`;
    expect(heartbeatId({ ...HEARTBEAT, [field]: other })).not.toBe(heartbeatId(HEARTBEAT));
  });

  it('keeps a value apart from the same value in the next field', () => {
    expect(heartbeatId({ ...NOTHING, project: 'main' })).not.toBe(heartbeatId({ ...NOTHING, branch: 'main' }));
    expect(heartbeatId({ ...NOTHING, lineno: 3 })).not.toBe(heartbeatId({ ...NOTHING, cursorpos: 3 }));
  });

  it('takes the whole commit message in', () => {
    const long = 'm'.repeat(5000);
    expect(heartbeatId({ ...HEARTBEAT, commitMessage: `${long}a` })).not.toBe(heartbeatId({ ...HEARTBEAT, commitMessage: `${long}b` }));
  });

  it('is a UUIDv8 (RFC 9562) and distinct for 100,000 moments', () => {
    const ids = Array.from({ length: 100_000 }, (_, n) => heartbeatId({ ...HEARTBEAT, time: HEARTBEAT.time + n }));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toEqual([]);
  });
});
