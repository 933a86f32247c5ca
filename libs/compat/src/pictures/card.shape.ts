import type { CardTime, NamedTime } from '@app/analytics';
import { minutesTextOf, percentOf } from '../texts.js';
import { sumOf } from '../time/items.shape.js';
import { nothing } from './activity.shape.js';
import type { CardParams } from './pictures.dto.js';
import { escaped, fitting, LANGUAGE_COLORS, onOneLine, picture } from './svg.js';

const WIDTH = 460;
const EDGE = 24;
const INNER = WIDTH - 2 * EDGE;
const ROW = 26;
const USUAL_COUNT = 5;
/** Of a bold title, which is wider than its size says. */
const BOLD = 19;
/** In the default layout: where bars begin, and how long they are. */
const BAR = { x: 160, width: 160 };
/** In the compact one: two columns, so far apart. */
const COLUMN = { gap: 24, width: INNER / 2 - 12 };
/** About what a character of an amount is wide. */
const DIGIT = 7;

/** A language as it is drawn. */
interface Row {
  name: string;
  /** 0 to 100, of all time. */
  percent: number;
  /** Its time or its share. */
  amount: string;
}

/** A card with the total and the languages of a range. Without anything that may be seen: a card that says so. */
export function toCard(card: CardTime | null, params: CardParams): string {
  const { theme = 'auto', hide_border: hideBorder, hide_title: hideTitle, custom_title: title, layout = 'default' } = params;
  if (card === null) return nothing({ theme, hideBorder });
  const rows = rowsOf(card, params);
  const heading = onOneLine(title ?? '') || `Coding time of ${card.username}`;
  const summary = [card.us === null ? undefined : minutesTextOf(card.us), card.range].filter((part) => part !== undefined).join(', ');
  const top = hideTitle ? 34 : 62;
  const drawn = layout === 'compact' ? compactRows(rows, top + 14) : barRows(rows, top + 14);
  const shown = rows.length > 0 ? drawn : noRows(card, top + 34);
  return picture(
    {
      width: WIDTH,
      height: shown.end + EDGE - 8,
      theme,
      hideBorder,
      title: heading,
      description: [summary, ...rows.map(({ name, amount }) => `${onOneLine(name)} ${amount}`)].join('; '),
    },
    [
      ...(hideTitle ? [] : [text({ x: EDGE, y: 36, size: 16, weight: 600 }, fitting(heading, INNER, BOLD))]),
      text({ x: EDGE, y: top, size: 13, style: 'muted' }, summary),
      ...shown.parts,
    ],
  );
}

/** The languages that are asked for. Shares are of all time, also of languages that are left out. */
function rowsOf({ us, languages }: CardTime, { langs_count: count = USUAL_COUNT, display_format: format = 'time' }: CardParams): Row[] {
  const total = sumOf(languages ?? []);
  return (languages ?? []).slice(0, count).map((language: NamedTime) => {
    const percent = percentOf(language.us, total);
    const share = `${percent.toFixed(percent < 10 ? 1 : 0)} %`;
    return { name: language.name, percent, amount: us === null || format === 'percent' ? share : minutesTextOf(language.us) };
  });
}

/** A name, a bar and an amount on each line. */
function barRows(rows: readonly Row[], top: number): Drawn {
  const parts = rows.flatMap(({ name, percent, amount }, n) => {
    const y = top + n * ROW;
    const width = Math.max(2, (percent / 100) * BAR.width);
    return [
      text({ x: EDGE, y: y + 16, size: 13 }, fitting(name, BAR.x - EDGE - 10, 13)),
      `<rect class="empty" x="${BAR.x}" y="${y + 7}" width="${BAR.width}" height="9" rx="4.5"/>`,
      `<rect class="bar" x="${BAR.x}" y="${y + 7}" width="${pixels(width)}" height="9" rx="${Math.min(4.5, width / 2)}"/>`,
      text({ x: WIDTH - EDGE, y: y + 16, size: 12, style: 'muted', anchor: 'end' }, amount),
    ];
  });
  return { parts, end: top + rows.length * ROW };
}

/** One bar for all, and below it each language in two columns. */
function compactRows(rows: readonly Row[], top: number): Drawn {
  let x = EDGE;
  const segments = rows.map(({ percent }, n) => {
    const width = (percent / 100) * INNER;
    const segment = `<rect x="${pixels(x)}" y="${top}" width="${pixels(Math.max(0.5, width - 1))}" height="10" fill="${colorOf(n)}"/>`;
    x += width;
    return segment;
  });
  const names = rows.flatMap(({ name, amount }, n) => {
    const left = EDGE + (n % 2) * (COLUMN.width + COLUMN.gap);
    const y = top + 34 + Math.floor(n / 2) * 22;
    return [
      `<circle cx="${left + 5}" cy="${y - 4}" r="5" fill="${colorOf(n)}"/>`,
      text({ x: left + 16, y, size: 12 }, fitting(name, COLUMN.width - 24 - amount.length * DIGIT, 12)),
      text({ x: left + COLUMN.width, y, size: 12, style: 'muted', anchor: 'end' }, amount),
    ];
  });
  const bar = `<rect class="empty" x="${EDGE}" y="${top}" width="${INNER}" height="10"/>`;
  return { parts: [bar, ...segments, ...names], end: top + 22 + Math.ceil(rows.length / 2) * 22 };
}

function noRows({ languages }: CardTime, y: number): Drawn {
  if (languages === null) return { parts: [], end: y - 20 };
  return { parts: [text({ x: EDGE, y, size: 13, style: 'muted' }, 'No time in this range yet.')], end: y + 6 };
}

interface Drawn {
  parts: string[];
  /** The lowest pixel that is drawn on. */
  end: number;
}

interface Place {
  x: number;
  y: number;
  size: number;
  weight?: number;
  style?: 'text' | 'muted';
  anchor?: 'end';
}

function text({ x, y, size, weight, style = 'text', anchor }: Place, content: string): string {
  const attributes = `${weight === undefined ? '' : ` font-weight="${weight}"`}${anchor === undefined ? '' : ` text-anchor="${anchor}"`}`;
  return `<text class="${style}" x="${x}" y="${y}" font-size="${size}"${attributes}>${escaped(content)}</text>`;
}

function colorOf(n: number): string {
  return LANGUAGE_COLORS[n % LANGUAGE_COLORS.length] ?? LANGUAGE_COLORS[0];
}

function pixels(n: number): number {
  return Math.round(n * 100) / 100;
}
