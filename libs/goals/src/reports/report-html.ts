import { escaped, PALETTES, textOf } from '@app/compat';
import { changeOf, dayOf, daysOf, factsOf, goalsOf, listsOf, percentText, rulesText, weekdayOf } from './report-words.js';
import type { WeeklyReport } from './weekly-report.js';

/*
 * Mail programs know tables and styles at elements; some also know a style sheet, which then makes it dark where the reader's system is. Nothing is
 * loaded from anywhere: no picture, no font, no script.
 */

const { light, dark } = PALETTES;
const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif";
const TEXT = `${FONT};font-size:14px;line-height:20px;color:${light.text}`;
const MUTED = `${FONT};font-size:13px;line-height:18px;color:${light.muted}`;

const STYLES = `<style>
:root{color-scheme:light dark;supported-color-schemes:light dark}
body{margin:0;padding:0}
@media (max-width:480px){.page{padding:0 !important}.card{padding:20px 16px !important;border-left:0 !important;border-right:0 !important}.name{width:104px !important}.percent{display:none !important}.total{font-size:30px !important;line-height:36px !important}}
@media (prefers-color-scheme:dark){
.page{background-color:${dark.background} !important}
.card{background-color:${dark.background} !important;border-color:${dark.border} !important}
.text{color:${dark.text} !important}
.muted{color:${dark.muted} !important}
.bar{background-color:${dark.bar} !important}
.track{background-color:${dark.empty} !important}
.line{border-color:${dark.border} !important}
.link{color:${dark.bar} !important}
}
</style>`;

/** What stands below a report: a sentence and, where there is one, a link. */
export interface ReportEnding {
  text: string;
  link?: { text: string; url: string };
}

/** A report as a whole page of HTML, as it is mailed. Whatever people named is text in it. */
export function reportHtml(report: WeeklyReport, endings: readonly ReportEnding[] = []): string {
  const title = `Your week: ${textOf(report.us)}`;
  const change = changeOf(report);
  return `<!doctype html>
<html lang="en" xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(title)}</title>
${STYLES}
</head>
<body style="margin:0;padding:0">
<div style="display:none;max-height:0;overflow:hidden">${escaped(change ?? daysOf(report))}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="padding:24px 8px;background-color:#f6f8fa"><tr><td align="center">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;margin:0 auto"><tr><td class="card" align="left" style="padding:28px 32px;background-color:${light.background};border:1px solid ${light.border};border-radius:8px">
<p class="muted" style="margin:0 0 4px;${MUTED}">Week ${escaped(report.week.slice(-2))} · ${escaped(daysOf(report))}</p>
<h1 class="text total" style="margin:0 0 6px;${FONT};font-size:34px;line-height:40px;font-weight:700;color:${light.text}">${escaped(textOf(report.us))}</h1>
<p class="text" style="margin:0 0 20px;${TEXT}">${escaped(change ?? 'So far: the week is not over.')}</p>
${bars(
  'Days',
  report.days.map(({ date, us }) => ({ name: `${weekdayOf(date)} ${dayOf(date)}`, us, text: us === 0 ? '–' : textOf(us) })),
  Math.max(...report.days.map(({ us }) => us)),
)}
${facts(report)}
${goals(report)}
${listsOf(report)
  .map(({ title: of, rows }) =>
    bars(
      of,
      rows.map(({ name, us }) => ({ name, us, text: textOf(us), percent: percentText((us / report.us) * 100) })),
      Math.max(...rows.map(({ us }) => us)),
    ),
  )
  .join('\n')}
<p class="muted line" style="margin:24px 0 0;padding:16px 0 0;border-top:1px solid ${light.border};${MUTED}">${[
    escaped(rulesText(report)),
    ...endings.map(endingHtml),
  ].join('<br>')}</p>
</td></tr></table>
</td></tr></table>
</body>
</html>
`;
}

interface Row {
  name: string;
  us: number;
  text: string;
  percent?: string;
}

/** A table of names, bars and amounts. Bars are cells, and nothing to who does not see them: the amounts say the same. */
function bars(title: string, rows: readonly Row[], most: number): string {
  const lines = rows.map(
    ({ name, us, text, percent }) => `<tr>
<td class="text name" width="150" style="width:150px;padding:3px 10px 3px 0;${TEXT}">${escaped(name)}</td>
<td style="padding:3px 0;vertical-align:middle">${bar(us, most)}</td>
<td class="text" align="right" width="104" style="width:104px;padding:3px 0 3px 12px;white-space:nowrap;${TEXT}">${escaped(text)}</td>${
      percent === undefined
        ? ''
        : `
<td class="muted percent" align="right" width="48" style="width:48px;padding:3px 0 3px 8px;white-space:nowrap;${MUTED}">${escaped(percent)}</td>`
    }
</tr>`,
  );
  return `${heading(title)}
<table width="100%" cellpadding="0" cellspacing="0" border="0">${lines.join('\n')}</table>`;
}

function bar(us: number, most: number): string {
  const percent = most === 0 ? 0 : Math.round((us / most) * 100);
  const cells = [cell('bar', percent, light.bar), cell('track', 100 - percent, light.empty)].join('');
  return `<table role="presentation" aria-hidden="true" width="100%" cellpadding="0" cellspacing="0" border="0" style="border-radius:3px;overflow:hidden"><tr>${cells}</tr></table>`;
}

function cell(name: string, width: number, color: string): string {
  if (width === 0) return '';
  return `<td class="${name}" width="${width}%" style="height:10px;line-height:10px;font-size:0;background-color:${color}">&nbsp;</td>`;
}

function facts(report: WeeklyReport): string {
  const rows = factsOf(report).map(
    ([label, text]) =>
      `<tr><td class="muted name" width="150" style="width:150px;padding:3px 10px 3px 0;vertical-align:top;${MUTED};line-height:20px">${escaped(label)}</td><td class="text" style="padding:3px 0;${TEXT}">${escaped(text)}</td></tr>`,
  );
  return `<table width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:18px 0 0">${rows.join('')}</table>`;
}

/** A mark beside each goal says the same as its text. */
function goals(report: WeeklyReport): string {
  const rows = goalsOf(report).map(
    ({ title, text, isMet }) =>
      `<tr><td aria-hidden="true" class="${isMet === true ? 'link' : 'muted'}" width="20" style="width:20px;padding:3px 0;vertical-align:top;${TEXT};color:${isMet === true ? light.bar : light.muted}">${isMet === null ? '·' : isMet ? '✓' : '✗'}</td>
<td class="text" style="padding:3px 12px 3px 0;vertical-align:top;${TEXT}">${escaped(title)}</td>
<td class="text" align="right" style="padding:3px 0;vertical-align:top;${TEXT}">${escaped(text)}</td></tr>`,
  );
  if (rows.length === 0) return '';
  return `${heading('Goals')}
<table width="100%" cellpadding="0" cellspacing="0" border="0">${rows.join('\n')}</table>`;
}

function heading(title: string): string {
  return `<h2 class="text" style="margin:22px 0 6px;${FONT};font-size:16px;line-height:22px;font-weight:600;color:${light.text}">${escaped(title)}</h2>`;
}

function endingHtml({ text, link }: ReportEnding): string {
  if (link === undefined) return escaped(text);
  return `${escaped(text)} <a class="link" href="${escaped(link.url)}" style="color:${light.bar}">${escaped(link.text)}</a>`;
}
