import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ActivityTime } from './answers.js';
import { breakdown, nameOf } from './breakdown.js';

function activity(us: number, values: Partial<ActivityTime> = {}): ActivityTime {
  return { project: '', branch: '', language: '', category: '', editor: '', operatingSystem: '', machine: '', aiModel: '', ...values, us };
}

describe('nameOf', () => {
  it('names none', () => {
    expect(nameOf('project', '')).toBe('Unknown Project');
    expect(nameOf('language', '')).toBe('Other');
    expect(nameOf('editor', '')).toBe('Unknown');
    expect(nameOf('operatingSystem', '')).toBe('Unknown');
    expect(nameOf('machine', '')).toBe('Unknown Hostname');
    expect(nameOf('category', '')).toBe('Coding');
  });

  it('writes categories in title case and nothing else', () => {
    expect(nameOf('category', 'coding')).toBe('Coding');
    expect(nameOf('category', 'writing docs')).toBe('Writing Docs');
    expect(nameOf('category', 'ai coding')).toBe('AI Coding');
    expect(nameOf('category', 'Coding')).toBe('Coding');
    expect(nameOf('project', 'ai coding')).toBe('ai coding');
  });
});

describe('breakdown', () => {
  it('folds by the name that is read, most time first, then by name', () => {
    const activities = [
      activity(5, { language: 'Go' }),
      activity(7, { language: 'TypeScript', project: 'x' }),
      activity(2, { language: 'TypeScript', project: 'y' }),
      activity(1),
      activity(4, { language: 'Other' }),
      activity(0, { language: 'Ada' }),
    ];
    expect(breakdown(activities, 'language')).toEqual([
      { name: 'TypeScript', us: 9 },
      { name: 'Go', us: 5 },
      { name: 'Other', us: 5 },
    ]);
    expect(breakdown([], 'editor')).toEqual([]);
  });

  it('keeps the sum, whatever the dimension', () => {
    const name = fc.constantFrom('', 'a', 'B', 'Other', '__proto__');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 1e12 }), name, name)), (rows) => {
        const activities = rows.map(([us, language, category]) => activity(us, { language, category }));
        const sum = (times: readonly { us: number }[]) => times.reduce((total, { us }) => total + us, 0);
        for (const dimension of ['language', 'category', 'machine'] as const) {
          const times = breakdown(activities, dimension);
          expect(sum(times)).toBe(sum(activities));
          expect(new Set(times.map((t) => t.name)).size).toBe(times.length);
        }
      }),
    );
  });
});
