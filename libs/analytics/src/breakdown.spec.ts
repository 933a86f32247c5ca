import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ActivityTime } from './results.js';
import { breakdown } from './breakdown.js';

function activity(us: number, values: Partial<ActivityTime> = {}): ActivityTime {
  return {
    project: '',
    branch: '',
    language: '',
    category: '',
    editor: '',
    operatingSystem: '',
    machine: '',
    aiModel: '',
    aiAgent: '',
    ...values,
    us,
  };
}

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

  it('has the same order whatever order the activities come in: by name (code units) where the times are equal', () => {
    const names = ['', 'a', 'B', 'É', 'b'];
    const order = ['B', 'Other', 'a', 'b', 'É'].map((name) => ({ name, us: 3 }));
    fc.assert(
      fc.property(fc.shuffledSubarray(names, { minLength: names.length }), (shuffled) =>
        expect(
          breakdown(
            shuffled.map((language) => activity(3, { language })),
            'language',
          ),
        ).toEqual(order),
      ),
    );
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
