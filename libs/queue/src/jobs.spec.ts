import { describe, expect, it } from '@jest/globals';
import { backoffOf, CATALOGUE, isQueue, rulesOf } from './jobs.js';

describe('the catalogue of jobs', () => {
  it('knows the jobs of a queue and no others', () => {
    expect(rulesOf('rollups', 'roll-up-user')).toMatchObject({ kind: 'notification' });
    expect(rulesOf('rebuilds', 'rebuild-roll-ups')).toMatchObject({ kind: 'durable' });
    expect(rulesOf('rollups', 'rebuild-roll-ups')).toBeUndefined();
    expect(rulesOf('rollups', 'toString')).toBeUndefined();
    expect([isQueue('rollups'), isQueue('toString'), isQueue('')]).toEqual([true, false, false]);
  });

  it('waits twice as long before each further try', () => {
    const rules = CATALOGUE.rollups.jobs['roll-up-user'];
    expect([1, 2, 3].map((attempts) => backoffOf(rules, attempts))).toEqual([5_000, 10_000, 20_000]);
  });

  it('waits no longer than it may, and so tries for the three days in which a weekly report is sent', () => {
    const rules = CATALOGUE.reports.jobs['send-weekly-report'];
    const minutes = Array.from({ length: rules.attempts - 1 }, (_, n) => backoffOf(rules, n + 1) / 60_000);
    expect(minutes.slice(0, 8)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(minutes.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(3 * 24 * 60);
  });
});
