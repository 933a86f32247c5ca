import { LINGUIST } from './linguist.js';

/** Names that editors and command lines have for languages, where Linguist has no such spelling. */
const SPELLINGS: Readonly<Record<string, string>> = {
  // Ids of VS Code.
  'cuda-cpp': 'Cuda',
  'django-html': 'Jinja',
  dockercompose: 'YAML',
  'jinja-html': 'Jinja',
  jade: 'Pug',
  javascriptreact: 'JavaScript',
  'objective-cpp': 'Objective-C++',
  plaintext: 'Text',
  properties: 'Java Properties',
  proto3: 'Protocol Buffer',
  shellscript: 'Shell',
  snippets: 'JSON with Comments',
  vb: 'Visual Basic .NET',
  'vue-html': 'Vue',
  aspnetcorerazor: 'HTML+Razor',
  'typescript-jsx': 'TSX',
  // wakatime-cli's, and those of other editors.
  commonlisp: 'Common Lisp',
  cs: 'C#',
  docker: 'Dockerfile',
  elisp: 'Emacs Lisp',
  'git-rebase': 'Git Rebase',
  gitcommit: 'Git Commit',
  golang: 'Go',
  gomod: 'Go Module',
  nodejs: 'JavaScript',
  'objective-c/c++': 'Objective-C++',
  other: 'Other',
  ps1: 'PowerShell',
  't-sql': 'TSQL',
  tf: 'HCL',
  'typescript.tsx': 'TSX',
  'python-2': 'Python',
  'python-3': 'Python',
  'shell-session': 'ShellSession',
  'text-only': 'Text',
  'visual-basic': 'Visual Basic .NET',
  'vue.js': 'Vue',
};

interface Tables {
  /** By spelling. */
  names: ReadonlyMap<string, string>;
  /** By extension in lower case, without its dot. */
  extensions: ReadonlyMap<string, string>;
  /** By a file's whole name. */
  files: ReadonlyMap<string, string>;
}

/** Extensions have so many dots at most ("blade.php"). */
const MOST_DOTS = 3;
let tables: Tables | undefined;

/** The name shown of a language: as GitHub Linguist spells it, whatever the case or the editor's own id; else as sent. */
export function languageNameOf(sent: string): string {
  return (tables ??= read()).names.get(spellingOf(sent)) ?? sent;
}

/** The language of files of this name or extension; `''` where none is known. */
export function languageOfFile(path: string): string {
  const { extensions, files } = (tables ??= read());
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const whole = files.get(name);
  if (whole !== undefined) return whole;
  const words = name.toLowerCase().split('.');
  // The longest extension first. ".bashrc" is a name, not an extension.
  for (let at = Math.max(words[0] === '' ? 2 : 1, words.length - MOST_DOTS); at < words.length; at++) {
    const language = extensions.get(words.slice(at).join('.'));
    if (language !== undefined) return language;
  }
  return '';
}

/** A language of Linguist's table. */
export interface KnownLanguage {
  /** Linguist's, for ever the same. */
  id: string;
  name: string;
  /** `#rrggbb`; `''` = none. */
  color: string;
}

/** All languages of Linguist's table, by name. */
export function knownLanguages(): KnownLanguage[] {
  return LINGUIST.split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [name = '', , , , color = '', id = ''] = line.split('\t');
      return { id, name, color };
    });
}

function spellingOf(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_]+/g, '-');
}

function read(): Tables {
  const names = new Map<string, string>(Object.entries(SPELLINGS));
  const extensions = new Map<string, string>();
  const files = new Map<string, string>();
  const lines = LINGUIST.split('\n').filter((line) => line !== '');
  for (const line of lines) {
    const [name = '', ...lists] = line.split('\t');
    const [aliases = [], ofExtensions = [], ofFiles = []] = lists.map((list) => list.split(' ').filter((word) => word !== ''));
    for (const alias of aliases) names.set(alias.toLowerCase(), name);
    // Numbers are those of old copies ("app.log.1") more often than of manual pages.
    for (const extension of ofExtensions) if (!/^\d/.test(extension)) extensions.set(extension.toLowerCase(), name);
    for (const file of ofFiles) files.set(file, name);
  }
  // A language's name is no other's alias.
  for (const line of lines) {
    const name = line.slice(0, line.indexOf('\t'));
    names.set(spellingOf(name), name);
  }
  return { names, extensions, files };
}
