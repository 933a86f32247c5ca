import { describe, expect, it } from '@jest/globals';
import type { Heartbeat } from './heartbeat.js';
import { newestReal } from './placeholders.js';
import { BARE_HEARTBEAT } from '../../../test/support/bare-heartbeat.js';

const TIME = BARE_HEARTBEAT.time;
const DAY_US = 86_400_000_000;

/** A heartbeat so many µs before `TIME`. */
const before = (us: number, fields: Partial<Heartbeat>): Heartbeat => ({ ...BARE_HEARTBEAT, time: TIME - us, ...fields });
const newestProject = (...batch: Heartbeat[]) => newestReal(batch, 'project', TIME)?.project;

describe('the last real value in a batch', () => {
  it('is the newest, in whatever order the batch is', () => {
    const [old, recent] = [before(2, { project: 'old' }), before(1, { project: 'recent' })];
    expect([newestProject(old, recent), newestProject(recent, old)]).toEqual(['recent', 'recent']);
  });

  it('is not later than the heartbeat, but may be of the same time: then it is the last one', () => {
    expect(newestProject(before(-1, { project: 'later' }))).toBeUndefined();
    expect(newestProject(before(0, { project: 'a' }), before(0, { project: 'b' }))).toBe('b');
  });

  it('is at most 24 h older', () => {
    expect(newestProject(before(DAY_US, { project: 'yesterday' }))).toBe('yesterday');
    expect(newestProject(before(DAY_US + 1, { project: 'too old' }))).toBeUndefined();
  });

  it('is neither none nor a placeholder itself', () => {
    const real = before(3, { project: 'real' });
    expect(newestProject(real, before(2, { project: '' }), before(1, { project: '<<LAST_PROJECT>>' }))).toBe('real');
    expect(newestProject(before(1, { project: '<<LAST_BRANCH>>' }))).toBe('<<LAST_BRANCH>>');
  });

  it('is looked for in each field by itself', () => {
    const batch = [before(3, { project: 'p', branch: 'b' }), before(2, { language: 'l', branch: '<<LAST_BRANCH>>' })];
    const found = (['project', 'branch', 'language'] as const).map((field) => newestReal(batch, field, TIME)?.[field]);
    expect(found).toEqual(['p', 'b', 'l']);
  });

  it('is none in an empty batch', () => {
    expect(newestReal([], 'project', TIME)).toBeUndefined();
  });
});
