import { textOf } from '@app/compat';
import { changeOf, dayOf, daysOf, factsOf, goalsOf, listsOf, percentText, rulesText, weekdayOf } from './report-words.js';
import type { WeeklyReport } from './weekly-report.js';

/** A report as plain text. `ending`: what stands below it. */
export function reportText(report: WeeklyReport, ending: readonly string[] = []): string {
  const { us } = report;
  const change = changeOf(report);
  const days = report.days.map(({ date, us: of }) => [`${weekdayOf(date)} ${dayOf(date)}`, of === 0 ? '–' : textOf(of)] as const);
  const goals = goalsOf(report);
  const lists = listsOf(report).map(({ title, rows }) => [
    title,
    ...columns(rows.map(({ name, us: of }) => [name, `${textOf(of)}  ${percentText((of / us) * 100)}`])),
  ]);
  const parts = [
    [`Your week: ${textOf(us)}`, daysOf(report), ...(report.isOver ? [] : ['So far: the week is not over.'])],
    ...(change === undefined ? [] : [[change]]),
    columns(days),
    columns(factsOf(report)),
    ...(goals.length > 0 ? [['Goals', ...goals.map(({ title, text }) => `  ${title}${text === '' ? '' : `: ${text}`}`)]] : []),
    ...lists,
    [rulesText(report), ...ending],
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Two columns, the second one under itself. */
function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`);
}
