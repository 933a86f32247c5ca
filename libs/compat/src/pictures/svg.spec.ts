import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseSvg } from '../../../../test/support/svg.js';
import { escaped, fitting, LANGUAGE_COLORS, onOneLine, PALETTES, picture } from './svg.js';

describe('a picture', () => {
  it('is well-formed whatever stands in it, and the text is there as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const svg = parseSvg(
          picture({ width: 10, height: 10, theme: 'auto', title: onOneLine(text), description: '' }, [
            `<text>${escaped(fitting(text, 1_000_000, 1))}</text>`,
          ]),
        );
        expect(svg.texts('title')).toEqual([onOneLine(text)]);
        expect(svg.texts('text')).toEqual([onOneLine(text)]);
        expect(svg.names).toEqual([...NAMES]);
      }),
    );
  });

  it('has texts with a contrast of 4.5, and what tells something with one of 3 (WCAG 1.4.3, 1.4.11)', () => {
    for (const { background, text, muted, bar, levels } of Object.values(PALETTES)) {
      for (const color of [text, muted, bar]) expect([color, contrast(color, background) >= 4.5]).toEqual([color, true]);
      for (const color of [...levels, ...LANGUAGE_COLORS]) expect([color, contrast(color, background) >= 3]).toEqual([color, true]);
      // One level is told from the next.
      for (const [n, color] of levels.slice(1).entries()) expect(contrast(color, levels[n] ?? '')).toBeGreaterThan(1.4);
    }
  });
});

describe('fitting', () => {
  it.each([
    ['short', 'short'],
    ['  two \t words\r\n', 'two words'],
    ['x'.repeat(4096), `${'x'.repeat(15)}…`],
    ['👩‍👩‍👧‍👦'.repeat(90), `${'👩‍👩‍👧‍👦'.repeat(7)}…`],
    ['时'.repeat(9), `${'时'.repeat(7)}…`],
    ['a\u202Eb\u0000c\uD800', 'a b c�'],
    ['e\u0301te\u0301', 'été'],
    ['', ''],
  ])('makes of %.20j one line of 100 pixels at most', (text, expected) => {
    expect(fitting(text, 100, 10)).toBe(expected);
  });

  it('says by … that something is missing, and by nothing else', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        const fits = fitting(text, 100, 10);
        if (fits !== onOneLine(text)) expect(fits.endsWith('…')).toBe(true);
      }),
    );
  });
});

/** Elements and attributes of a picture with one text. */
const NAMES = [
  'aria-label',
  'class',
  'desc',
  'height',
  'rect',
  'role',
  'rx',
  'style',
  'svg',
  'text',
  'title',
  'viewBox',
  'width',
  'x',
  'xmlns',
  'y',
];

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
