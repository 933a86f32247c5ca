import { describe, expect, it } from '@jest/globals';
import { nameOfActivity, type SentActivity, canonicalOf } from './shown-activity.js';

const NONE: SentActivity = ['', '', '', '', '', '', '', '', '', '', '', ''];

function sent(more: Partial<Record<number, string>>): SentActivity {
  const [a, b, c, d, e, f, g, h, i, j, k, l] = NONE.map((text, n) => more[n] ?? text);
  return [a ?? '', b ?? '', c ?? '', d ?? '', e ?? '', f ?? '', g ?? '', h ?? '', i ?? '', j ?? '', k ?? '', l ?? ''];
}

const DECOMPOSED = 'cafe\u0301';
const COMPOSED = 'caf\u00e9';

describe('canonicalOf', () => {
  it('shows names in NFC', () => {
    const shown = canonicalOf(
      sent({ 0: DECOMPOSED, 1: DECOMPOSED, 2: DECOMPOSED, 3: DECOMPOSED, 5: DECOMPOSED, 6: DECOMPOSED, 7: DECOMPOSED }),
    );
    expect([0, 1, 2, 3, 5, 6, 7].map((n) => shown[n])).toEqual(Array.from({ length: 7 }, () => COMPOSED));
  });

  it('shows one name for each language, editor and system', () => {
    expect(canonicalOf(sent({ 2: 'csharp', 5: 'vscode', 6: 'win32', 8: 'Opus', 9: 'Claude Code' }))).toEqual([
      '',
      '',
      'C#',
      '',
      '',
      'VS Code',
      'Windows',
      '',
      'Opus',
      'Claude Code',
    ]);
  });

  it('takes the language of the file where none was sent', () => {
    expect(canonicalOf(sent({ 10: 'Rust' }))[2]).toBe('Rust');
    expect(canonicalOf(sent({ 2: 'Python', 10: 'Rust' }))[2]).toBe('Python');
  });

  it.each([
    ['', 'file', ''],
    ['', 'domain', 'browsing'],
    ['', 'url', 'browsing'],
    ['', 'app', ''],
    ['Coding', 'url', 'coding'],
    ['AI Coding', 'file', 'ai coding'],
    ['code_reviewing', 'file', 'code reviewing'],
    ['Writing  Docs', 'file', 'writing docs'],
  ])('category %j of type %j is %j', (category, type, shown) => {
    expect(canonicalOf(sent({ 3: category, 4: type }))[3]).toBe(shown);
  });
});

describe('nameOfActivity', () => {
  it('is what it was before there were more fields', () => {
    expect(nameOfActivity(NONE)).toBe('["","","","","","","","",""]');
    expect(nameOfActivity(sent({ 0: 'p', 8: 'Opus' }))).toBe('["p","","","","","","","","Opus"]');
  });

  it('tells later fields apart', () => {
    expect(nameOfActivity(sent({ 9: 'Codex' }))).toBe('["","","","","","","","","","Codex"]');
    expect(nameOfActivity(sent({ 10: 'Rust' }))).toBe('["","","","","","","","","","","Rust"]');
  });
});
