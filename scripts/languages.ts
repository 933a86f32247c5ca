/**
 * `npm run languages` writes libs/heartbeats/src/linguist.ts: names, spellings, extensions and file names of languages from the package
 * linguist-languages (MIT), GitHub Linguist's table. With `check` it fails when the committed one is not current. Written in advance,
 * because the package is eight hundred files, which every process would load at its start.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import * as linguist from 'linguist-languages';

const FILE = 'libs/heartbeats/src/linguist.ts';

/** Whose an extension is that several languages have, where it is not the main one of a single of them. */
const PREFERRED: Readonly<Record<string, string>> = {
  '.as': 'ActionScript',
  '.asc': 'AsciiDoc',
  '.asm': 'Assembly',
  '.bas': 'BASIC',
  '.bb': 'BitBake',
  '.bf': 'Brainfuck',
  '.cfg': 'INI',
  '.cgi': 'Perl',
  '.cl': 'Common Lisp',
  '.cls': 'Apex',
  '.cue': 'CUE',
  '.e': 'Eiffel',
  '.es': 'JavaScript',
  '.f': 'Fortran',
  '.for': 'Fortran',
  '.fpp': 'Fortran',
  '.fr': 'Frege',
  '.frag': 'GLSL',
  '.frm': 'VBA',
  '.ftl': 'FreeMarker',
  '.gml': 'Game Maker Language',
  '.gs': 'JavaScript',
  '.h': 'C',
  '.html': 'HTML',
  '.inc': 'PHP',
  '.jq': 'jq',
  '.json': 'JSON',
  '.lean': 'Lean',
  '.ls': 'LiveScript',
  '.m': 'Objective-C',
  '.man': 'Roff',
  '.md': 'Markdown',
  '.mod': 'Modula-2',
  '.mqh': 'MQL5',
  '.nu': 'Nushell',
  '.odin': 'Odin',
  '.php': 'PHP',
  '.pkl': 'Pkl',
  '.pl': 'Perl',
  '.plist': 'XML Property List',
  '.pro': 'QMake',
  '.properties': 'Java Properties',
  '.r': 'R',
  '.rs': 'Rust',
  '.s': 'Assembly',
  '.sc': 'Scala',
  '.scm': 'Scheme',
  '.shader': 'ShaderLab',
  '.sol': 'Solidity',
  '.spec': 'RPM Spec',
  '.sql': 'SQL',
  '.srt': 'SubRip Text',
  '.st': 'Smalltalk',
  '.star': 'Starlark',
  '.svx': 'mdsvex',
  '.t': 'Perl',
  '.tl': 'Teal',
  '.toc': 'TeX',
  '.tsp': 'TypeSpec',
  '.txt': 'Text',
  '.v': 'Verilog',
  '.yaml': 'YAML',
  '.yml': 'YAML',
};

interface Language {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** The main one first. */
  readonly extensions?: readonly string[];
  readonly filenames?: readonly string[];
  /** `#rrggbb`. */
  readonly color?: string;
  readonly languageId: number;
}

const languages: readonly Language[] = Object.values(linguist).toSorted((a, b) => (a.name < b.name ? -1 : 1));
const lines = languages.map(({ name, aliases = [], extensions = [], filenames = [], color = '', languageId }) => {
  const own = extensions.filter((extension) => ownerOf(extension) === name).map((extension) => extension.slice(1));
  const spellings = aliases.map((alias) => alias.replaceAll(' ', '-'));
  return [name, spellings.join(' '), own.join(' '), filenames.join(' '), color, languageId].join('\t');
});
const text = `/**
 * Languages as GitHub Linguist spells them, a line each: name, other spellings, extensions, names of files, colour, id; apart by tabs, in lists
 * by spaces.
 * Made by \`npm run languages\` from linguist-languages (MIT). Do not edit.
 */
export const LINGUIST = \`
${lines.join('\n')}
\`;
`;

if (process.argv[2] === 'check') {
  if (readFileSync(FILE, 'utf8') !== text) {
    process.stderr.write(`${FILE} is not what the package says. Run: npm run languages\n`);
    process.exit(1);
  }
} else {
  writeFileSync(FILE, text);
}

/** The language that an extension stands for. */
function ownerOf(extension: string): string | undefined {
  const main = languages.find(({ extensions }) => extensions?.[0] === extension);
  const any = main ?? languages.find(({ extensions }) => extensions?.includes(extension));
  return PREFERRED[extension] ?? any?.name;
}
