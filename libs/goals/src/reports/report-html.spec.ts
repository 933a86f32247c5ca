import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { reportHtml } from './report-html.js';
import { reportMail } from './report-mail.js';
import { reportText } from './report-text.js';
import { changeOf } from './report-words.js';
import { STREAK_DAYS, type WeeklyReport } from './weekly-report.js';

const HOUR = 3_600_000_000;

/** 20 hours in a week, after 16 in the one before. */
function report(more: Partial<WeeklyReport> = {}): WeeklyReport {
  const list = { names: [{ name: 'engine', us: 15 * HOUR }], othersUs: 5 * HOUR };
  return {
    username: 'ada',
    week: '2026-W47',
    first: '2026-11-16',
    last: '2026-11-22',
    zone: 'Europe/Berlin',
    dayStart: 0,
    isOver: true,
    us: 20 * HOUR,
    before: { week: '2026-W46', us: 16 * HOUR },
    change: { us: 4 * HOUR, percent: 25 },
    days: [5, 5, 5, 5, 0, 0, 0].map((hours, n) => ({ date: `2026-11-${16 + n}`, us: hours * HOUR })),
    activeDays: 4,
    bestDay: { date: '2026-11-16', us: 5 * HOUR },
    streak: { days: 0, longest: 4 },
    goals: [],
    otherGoals: 0,
    projects: list,
    languages: list,
    editors: list,
    ai: { us: 2 * HOUR, percent: 10 },
    ...more,
  };
}

describe('a weekly report in words', () => {
  const change = (us: number, percent: number | null, before = 16 * HOUR) =>
    changeOf(report({ change: { us, percent }, before: { week: '2026-W46', us: before } }));

  it('says how the week compares with the one before', () => {
    expect(change(4 * HOUR, 25)).toBe('4 hrs more than the week before (+25%).');
    expect(change(-2 * HOUR, -12.54)).toBe('2 hrs less than the week before (−12.5%).');
    expect(change(0, 0)).toBe('As much as the week before (16 hrs).');
    expect(change(20 * HOUR, null, 0)).toBe('The week before had no time.');
    expect(changeOf(report({ us: 0, change: { us: 0, percent: null } }))).toBe('As the week before: nothing.');
    expect(changeOf(report({ change: null, isOver: false }))).toBeUndefined();
  });

  it('says the same as text and as HTML', () => {
    const goals = [
      { id: '1', title: 'Code 2 hrs a day', period: 'day', met: 4, counted: 5, isMet: false, text: '4 of 5 days', streak: 2 } as const,
      { id: '2', title: 'Rust', period: 'week', met: 0, counted: 0, isMet: null, text: 'Paused: vacation', streak: 3 } as const,
    ];
    const full = report({ goals, otherGoals: 3, streak: { days: 3, longest: STREAK_DAYS }, dayStart: 270 });
    const [text, html] = [reportText(full), reportHtml(full)];
    for (const words of [
      '20 hrs',
      'Mon 16 Nov to Sun 22 Nov 2026',
      '4 hrs more than the week before (+25%).',
      'Mon 16 Nov, 5 hrs',
      '4 of 7',
      '3, at most 366 or more within a year',
      '2 hrs (10%)',
      'engine',
      'All other projects',
      '75%',
      'Code 2 hrs a day',
      '4 of 5 days, 2 in a row',
      '3 more',
      'Monday to Sunday in Europe/Berlin, days from 04:30.',
    ]) {
      expect(text).toContain(words);
      expect(html).toContain(words);
    }
    // A goal that did not count has no streak to tell of.
    expect(html).toMatch(/Paused: vacation</);
  });

  it('of a running week says so', () => {
    const running = report({ isOver: false, change: null });
    for (const words of [reportText(running), reportHtml(running)]) expect(words).toContain('So far: the week is not over.');
  });

  it('holds no markup but its own and no line but its own, whatever is named', () => {
    const tags = (html: string): string[] => html.match(/<[^>]*>/g) ?? [];
    const named = (name: string): WeeklyReport => {
      const list = { names: [{ name, us: 20 * HOUR }], othersUs: 0 };
      const goal = { id: '1', title: name, period: 'day', met: 1, counted: 1, isMet: true, text: `Paused: ${name}`, streak: 1 } as const;
      return report({ projects: list, languages: list, editors: list, goals: [goal] });
    };
    const own = { tags: tags(reportHtml(named('x'))), lines: reportText(named('x')).split('\n').length };
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', '\n', '\r', '\u2028', '\u202E', '\0') }), (name) => {
        const html = reportHtml(named(name));
        expect(tags(html)).toEqual(own.tags);
        expect(html).not.toMatch(/&(?!amp;|lt;|gt;|quot;|#39;|nbsp;)/);
        expect(html).not.toMatch(/[\u202E\u2028\0]/);
        expect(reportText(named(name)).split('\n').length).toBe(own.lines);
      }),
    );
  });

  it('is offered to be ended by one click only where that is safe', () => {
    const to = { username: 'ada', publicId: '0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19', secret: Buffer.alloc(32) };
    const headers = (base: string): string[] => Object.keys(reportMail(report(), base, to).headers ?? {});
    expect(headers('https://time.example.com')).toEqual(['List-Unsubscribe', 'List-Unsubscribe-Post', 'Auto-Submitted']);
    expect(headers('http://[::1]:3000')).toEqual(['List-Unsubscribe', 'Auto-Submitted']);
    expect(reportMail(report(), 'http://[::1]:3000', to).messageId).toBe(`<weekly-report.2026-W47.${to.publicId}@[::1]>`);
  });
});
