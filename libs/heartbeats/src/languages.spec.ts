import { describe, expect, it } from '@jest/globals';
import { languageNameOf, languageOfFile } from './languages.js';

describe('languageNameOf', () => {
  it.each([
    ['Python', 'Python'],
    ['python', 'Python'],
    ['PYTHON', 'Python'],
    ['Python 3', 'Python'],
    ['JAVA', 'Java'],
    ['typescript', 'TypeScript'],
    ['typescriptreact', 'TSX'],
    ['javascriptreact', 'JavaScript'],
    ['shellscript', 'Shell'],
    ['Bash', 'Shell'],
    ['csharp', 'C#'],
    ['cpp', 'C++'],
    ['fsharp', 'F#'],
    ['objective-c', 'Objective-C'],
    ['objective-cpp', 'Objective-C++'],
    ['Objective C', 'Objective-C'],
    ['jsonc', 'JSON with Comments'],
    ['plaintext', 'Text'],
    ['Plain Text', 'Text'],
    ['Text', 'Text'],
    ['html', 'HTML'],
    ['vue-html', 'Vue'],
    ['viml', 'Vim script'],
    ['VIM SCRIPT', 'Vim script'],
    ['emacs_lisp', 'Emacs Lisp'],
    ['golang', 'Go'],
    ['docker', 'Dockerfile'],
    ['other', 'Other'],
    // In no table.
    ['Quenya', 'Quenya'],
    ['constructor', 'constructor'],
    ['', ''],
  ])('%j is %j', (sent, shown) => {
    expect(languageNameOf(sent)).toBe(shown);
  });
});

describe('languageOfFile', () => {
  it.each([
    ['/x/a.py', 'Python'],
    ['C:\\x\\a.PY', 'Python'],
    ['HIDDEN.py', 'Python'],
    ['/x/a.ts', 'TypeScript'],
    ['/x/a.d.ts', 'TypeScript'],
    ['/x/a.tsx', 'TSX'],
    ['/x/a.jsx', 'JavaScript'],
    ['/x/a.c', 'C'],
    ['/x/a.h', 'C'],
    ['/x/a.cpp', 'C++'],
    ['/x/a.cs', 'C#'],
    ['/x/a.m', 'Objective-C'],
    ['/x/a.rs', 'Rust'],
    ['/x/a.md', 'Markdown'],
    ['/x/a.sql', 'SQL'],
    ['/x/a.php', 'PHP'],
    ['/x/a.html', 'HTML'],
    ['/x/a.html.erb', 'HTML+ERB'],
    ['/x/welcome.blade.php', 'Blade'],
    ['/x/a.yml', 'YAML'],
    ['/x/a.json', 'JSON'],
    ['/x/a.txt', 'Text'],
    ['/x/a.v', 'Verilog'],
    ['/x/a.pl', 'Perl'],
    ['/x/Dockerfile', 'Dockerfile'],
    ['/x/Makefile', 'Makefile'],
    ['/x/go.mod', 'Go Module'],
    ['/x/.bashrc', 'Shell'],
    ['/x/package.json', 'JSON'],
    ['/x/app.log.1', ''],
    ['/x/README', ''],
    ['/x/.py', ''],
    ['/x.py/a', ''],
    ['a.py/', ''],
    ['', ''],
    [`/x/${'a.'.repeat(2000)}py`, 'Python'],
  ])('%j is %j', (path, language) => {
    expect(languageOfFile(path)).toBe(language);
  });
});
