/*
 * What all pictures need: names as they can stand in XML and in a given width. Pictures are shown on other people's pages, and everything in
 * them that people named is text of theirs.
 */

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for content and attributes of XML. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => ESCAPES[mark] ?? mark);
}

/** What stands for nothing that is seen, is no character of XML, or turns around what stands beside it. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]+/gu;

/** A name on one line, without what nobody sees. */
export function onOneLine(text: string): string {
  return text.toWellFormed().normalize('NFC').replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim();
}

const CHARACTERS = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** More is never seen, and cutting takes time. */
const LONGEST_TEXT = 300;

/** A name on one line, cut with "…" where it is wider than `width` in a font of `size`: both in pixels, as near as that can be told without the font. */
export function fitting(text: string, width: number, size: number): string {
  const line = onOneLine(text.slice(0, LONGEST_TEXT));
  const most = width / size;
  let used = 0;
  let fits = '';
  let withDots = '';
  for (const { segment } of CHARACTERS.segment(line)) {
    used += widthOf(segment);
    if (used > most) return `${withDots.trimEnd()}…`;
    fits += segment;
    if (used <= most - DOTS) withDots = fits;
  }
  return line.length < text.trim().length && text.length > LONGEST_TEXT ? `${withDots.trimEnd()}…` : fits;
}

const DOTS = 1;
const WIDE =
  /\p{Extended_Pictographic}|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|[\uFF01-\uFF60]|\p{Regional_Indicator}/u;

/** The width of a character in ems, rather too much than too little. */
function widthOf(character: string): number {
  if (WIDE.test(character)) return 1.2;
  if (/^[ijlI.,:;'|!ft()[\] -]$/.test(character)) return 0.36;
  if (/^[mwMW@%—…]$/.test(character)) return 0.95;
  return /^\p{Lu}$/u.test(character) ? 0.72 : 0.6;
}

/** The colours of a picture on its own background. */
interface Palette {
  background: string;
  border: string;
  text: string;
  muted: string;
  /** Of a bar without anything, and a day without time. */
  empty: string;
  bar: string;
  /** Of days, from little to much. */
  levels: readonly [string, string, string, string];
}

/** Texts have a contrast of 4.5 and more to the background, days with time of 3 and more (WCAG 1.4.3, 1.4.11). */
export const PALETTES: Readonly<Record<'light' | 'dark', Palette>> = {
  light: {
    background: '#ffffff',
    border: '#d0d7de',
    text: '#1f2328',
    muted: '#59636e',
    empty: '#e7ebef',
    bar: '#0b6bb0',
    levels: ['#40a35c', '#2c7f45', '#1a5c30', '#0b3a1c'],
  },
  dark: {
    background: '#0d1117',
    border: '#3d444d',
    text: '#e6edf3',
    muted: '#9198a1',
    empty: '#21262d',
    bar: '#58a6ff',
    levels: ['#2b7340', '#34924f', '#46b36b', '#86e3a2'],
  },
};

/** Of languages, told apart by their place. Each has a contrast of 3 and more to both backgrounds. */
export const LANGUAGE_COLORS = [
  '#1f77b4',
  '#c2570c',
  '#2c8a3e',
  '#c4314b',
  '#7c5cc4',
  '#8a6d3b',
  '#b8448f',
  '#5f6b7a',
  '#7d7a00',
  '#00828f',
] as const;

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The styles of a theme, by classes. `auto` is as the reader's browser is. */
export function stylesOf(theme: Theme): string {
  const font = "text{font-family:system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif}";
  if (theme !== 'auto') return `<style>${font}${rulesOf(PALETTES[theme])}</style>`;
  return `<style>${font}${rulesOf(PALETTES.light)}@media (prefers-color-scheme:dark){${rulesOf(PALETTES.dark)}}</style>`;
}

function rulesOf({ background, border, text, muted, empty, bar, levels }: Palette): string {
  const fills = { text, muted, empty, bar, ...Object.fromEntries(levels.map((color, n) => [`level-${n + 1}`, color])) };
  const rules = Object.entries(fills).map(([name, color]) => `.${name}{fill:${color}}`);
  return `.card{fill:${background};stroke:${border}}.bare{fill:${background}}${rules.join('')}`;
}

/** A whole picture: what a screen reader says is its title and description. */
export function picture(
  {
    width,
    height,
    title,
    description,
    theme,
    hideBorder = false,
  }: {
    width: number;
    height: number;
    title: string;
    description: string;
    theme: Theme;
    hideBorder?: boolean;
  },
  parts: readonly string[],
): string {
  const [name, more] = [escaped(title), escaped(description)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${name}. ${more}">`,
    `<title>${name}</title><desc>${more}</desc>`,
    stylesOf(theme),
    `<rect class="${hideBorder ? 'bare' : 'card'}" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="6"/>`,
    ...parts,
    '</svg>',
  ].join('');
}
