import { noLists, toLists } from '@app/analytics';
import { describe, expect, it } from '@jest/globals';
import { toMetrics } from './metrics.shape.js';

describe('toMetrics', () => {
  it('writes an entry as a series, and escapes what means something', () => {
    const lists = toLists([
      [0, 'a "b" \\c\nd', 1_500_000],
      [2, 'Go', 1_500_000],
    ]);
    const lines = toMetrics({ today: lists, allTime: noLists() }).split('\n');
    expect(lines).toContain('wakatime_project_seconds_total{name="a \\"b\\" \\\\c\\nd"} 1.5');
    expect(lines).toContain('wakatime_language_seconds_total{name="Go"} 1.5');
    expect(lines).toContain('wakatime_seconds_total 1.5');
    expect(lines).toContain('wakatime_cumulative_seconds_total 0');
    expect(lines.at(-1)).toBe('');
  });

  it('has a help and a type for every metric, once, and nothing else', () => {
    const lines = toMetrics({ today: noLists(), allTime: noLists() }).trim().split('\n');
    const names = (kind: string): string[] => lines.filter((line) => line.startsWith(`# ${kind} `)).map((line) => line.split(' ')[2] ?? '');
    expect(names('HELP')).toEqual(names('TYPE'));
    expect(new Set(names('TYPE')).size).toBe(14);
    expect(lines).toHaveLength(2 * 14 + 2);
  });
});
