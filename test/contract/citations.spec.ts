import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

/** What the sources cite is there: sections, facts and cases of docs/wire-contract.md, and headings of docs/architecture.md. */

const ROOT = path.resolve(import.meta.dirname, '../..');
const CONTRACT = 'docs/wire-contract.md';
const ARCHITECTURE = 'docs/architecture.md';
const HERE = path.relative(ROOT, import.meta.filename);

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const contract = read(CONTRACT);

const sources = globSync('{apps,libs,test,scripts,bench}/**/*.{ts,mts,mjs}', { cwd: ROOT })
  .filter((file) => file !== HERE && !/(^|\/)(dist|node_modules)\//.test(file))
  .toSorted();

/** Headings outside of code blocks, as they stand. */
function headingsOf(markdown: string): string[] {
  return [...markdown.replace(/^```.*?^```/gms, '').matchAll(/^#{1,6} (.+)$/gm)].flatMap(([, title]) => title ?? []);
}

/** The anchor that GitHub makes of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

/** `§2.4` → `2.4`, `fact 8` → `fact-8`, `case 39` → `case-39`, and the names of tests such as `'32, 33: …'`, which are cases. */
function citedIn(file: string): string[] {
  // A citation may go on in the next line of a comment.
  const text = read(file).replace(/\s*\n\s*(?:\*|\/\/)\s+/g, ' ');
  const sections = [...text.matchAll(/(?<!RFC \d+ )§(\d+(?:\.\d+)*)/g)].flatMap(([, section]) => section ?? []);
  const numbered = [...text.matchAll(/\b(fact|case)s? (\d+)(?:(?: to |–)(\d+))?\b(?!:)/gi)].flatMap(([, kind = '', from, to = from]) =>
    range(Number(from), Number(to)).map((n) => `${kind.toLowerCase()}-${n}`),
  );
  const titles = [...text.matchAll(/\bit(?:\.each\([^]*?\))?\(\s*'(\d+(?:, \d+)*): /g)].flatMap(([, list = '']) =>
    list.split(', ').map((n) => `case-${n}`),
  );
  return [...sections, ...numbered, ...titles];
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, n) => from + n);
}

const headings = headingsOf(contract);
const sections = headings.flatMap((title) => /^(\d+(?:\.\d+)*) /.exec(title)?.[1] ?? []);
const anchors = [...contract.matchAll(/<a id="([^"]+)"><\/a>/g)].flatMap(([, id]) => id ?? []);
const targets = new Set([...sections, ...anchors]);
const cited = sources.flatMap((file) => citedIn(file).map((citation): [string, string] => [file, citation]));

describe('citations of the wire contract', () => {
  it('are found at all', () => {
    expect(cited.filter(([, citation]) => /^\d/.test(citation)).length).toBeGreaterThan(40);
    expect(cited.filter(([, citation]) => citation.startsWith('fact-')).length).toBeGreaterThan(4);
    expect(new Set(cited.flatMap(([, citation]) => (citation.startsWith('case-') ? citation : []))).size).toBeGreaterThan(45);
  });

  it('have a section, fact or case', () => {
    expect(cited.filter(([, citation]) => !targets.has(citation))).toEqual([]);
  });

  it('of the architecture name one of its headings', () => {
    const there = new Set(headingsOf(read(ARCHITECTURE)));
    const named = sources.flatMap((file) => {
      const text = read(file).replace(/\s*\n\s*(?:\*|\/\/)\s+/g, ' ');
      return [...text.matchAll(/docs\/architecture\.md, ([^).;]+)/g)].map(([, heading = '']): [string, string] => [file, heading]);
    });
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter(([, heading]) => !there.has(heading))).toEqual([]);
    expect(sources.filter((file) => /architecture §/.test(read(file)))).toEqual([]);
  });
});

describe('the wire contract', () => {
  it('numbers facts and cases without a gap, and nothing twice', () => {
    const expected = [...range(1, 12).map((n) => `fact-${n}`), ...range(1, 62).map((n) => `case-${n}`)];
    expect(anchors).toEqual(expected);
    expect(sections.filter((section, at) => sections.indexOf(section) !== at)).toEqual([]);
    // An anchor stands right before the number that is read.
    expect([...contract.matchAll(/^\| <a id="case-(\d+)"><\/a>(\d+) \|/gm)].map(([, id, n]) => id === n)).toEqual(
      range(1, 62).map(() => true),
    );
    expect([...contract.matchAll(/<a id="fact-(\d+)"><\/a>\n\n(\d+)\. /g)].map(([, id, n]) => id === n)).toEqual(
      range(1, 12).map(() => true),
    );
  });

  it('links to what is there', () => {
    const text = contract.replace(/^```.*?^```/gms, '');
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link]) => link ?? []).filter((link) => !link.startsWith('https:'));
    const inside = new Set(['', ...headings.map(anchorOf), ...anchors]);
    expect(links.length).toBeGreaterThan(80);
    const broken = links.filter((link) =>
      link.startsWith('#') ? !inside.has(link.slice(1)) : globSync(path.join(path.dirname(CONTRACT), link), { cwd: ROOT }).length === 0,
    );
    expect(broken).toEqual([]);
  });

  it('lists every section in its contents, in order', () => {
    const contents = /^## Contents\n(.*?)^---$/ms.exec(contract)?.[1] ?? '';
    const listed = [...contents.matchAll(/\[(\d+(?:\.\d+)?) [^\]]*\]/g)].flatMap(([, section]) => section ?? []);
    expect(listed).toEqual(sections.filter((section) => section.split('.').length < 3));
  });

  it('names for each case a test that cites it', () => {
    const files = new Map(
      [...contract.matchAll(/\[([\w-]+)\]\(\.\.\/([\w./-]+spec\.ts)\)/g)].map(([, name = '', file = '']) => [name, file]),
    );
    const rows = [...contract.matchAll(/^\| <a id="(case-\d+)"><\/a>(.*) \| ([\w-]+|–) \|$/gm)];
    expect(rows).toHaveLength(62);
    const wrong = rows.flatMap(([, id = '', row = '', test = '']) => {
      if (test === '–') return [];
      const file = files.get(test);
      const cites = new Set(file === undefined ? [] : citedIn(file));
      const sectionsOfRow = [...row.matchAll(/\[(\d[\d.]*)\]\(#/g)].flatMap(([, section]) => section ?? []);
      return cites.has(id) || sectionsOfRow.some((section) => cites.has(section)) ? [] : [`${id}: ${test}`];
    });
    expect(wrong).toEqual([]);
  });
});
