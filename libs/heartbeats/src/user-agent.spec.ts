import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseUserAgent } from './user-agent.js';

const GO = 'wakatime/unset (linux-6.1.0-26-amd64-unknown) go1.26.8';
const NEW = 'wakatime/v2.26.0 (darwin-27.0.0-arm64) go1.26.6';
const PY = 'wakatime/13.1.0 (Linux-6.1.0-26-amd64-x86_64-with-glibc2.36) Python3.9.18.final.0';
const RUST = 'chronova/1.4.0 (debian gnu/linux-6.1.0-26-amd64-12-x86_64) rustc/1.75.0';

/** The lines of user-agents.tsv: what real clients sent, and what a person expects to see. */
const EXPECTED = readFileSync(new URL('user-agents.tsv', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('\t'));

describe('parseUserAgent', () => {
  it.each(EXPECTED)('%s: %s on %s, %s with %s', (raw = '', editor, operatingSystem, aiAgent, aiModel) => {
    expect(parseUserAgent(raw)).toMatchObject({ editor, operatingSystem, aiAgent, aiModel });
  });

  it.each([
    // Contract §2.5, row by row.
    ['wakatime/v1.90.0 (linux-5.15.0-x86_64) go1.22.1 vscode/1.95.0 vscode-wakatime/24.6.2', 'VS Code', '24.6.2', 'Linux'],
    [
      'wakatime/13.1.0 (Linux-6.1-x86_64-with-glibc2.36) Python3.9.18.final.0 vscode/1.95.0 vscode-wakatime/24.6.2',
      'VS Code',
      '24.6.2',
      'Linux',
    ],
    ['wakatime/v1.18.11 (darwin-21.4.0-arm64) go1.17.5 GoLand/2019.3.4 GoLand-wakatime/11.0.1', 'GoLand', '11.0.1', 'Mac'],
    ['emacs-wakatime/1.0.2', 'Emacs', '1.0.2', ''],
    ['neovim/900 vim-wakatime/11.1.1', 'Neovim', '11.1.1', ''],
    ['cursor/1.93.1 vscode-wakatime/24.9.2', 'Cursor', '24.9.2', ''],
    ['KTextEditor/5.111.0 kate-wakatime/1.3.10', 'kate', '1.3.10', ''],
    [`${GO} helix/25.07.1 (74075bb5) wakatime-ls/0.2.2 helix-wakatime/0.2.2`, 'helix', '0.2.2', 'Linux'],
    ['helix/25.07.1 (74075bb5) wakatime-ls/0.2.2', 'helix', '25.07.1', ''],
    ['wakatime/v1.90.0 (windows-10.0.22631-x86_64) go1.22.1 Skype/unknown windows-wakatime/2.0.0', 'Skype', '2.0.0', 'Windows'],
    ['wakatime/v1.90.0 (linux-5.15.153.1-microsoft-standard-WSL2-x86_64) go1.22.1 vim/9.1 vim-wakatime/11.1.1', 'Vim', '11.1.1', 'WSL'],
    ['Chrome/115.0.0.0 mac_arm64 chrome-wakatime/3.0.17', 'Chrome', '3.0.17', 'Mac'],
    ['Chrome/114.0.0.0 linux_x86-64 chrome-wakatime/3.0.17', 'Chrome', '3.0.17', 'Linux'],
    ['Firefox/115.0 win_x86-64 firefox-wakatime/3.0.17', 'Firefox', '3.0.17', 'Windows'],
    ['(Mac) vscode/1.99.0 vscode-wakatime/24.0.0', 'VS Code', '24.0.0', 'Mac'],
    [`${GO} Unknown/0`, '', '', 'Linux'],
    [GO, '', '', 'Linux'],
    [`${RUST} vscode/1.95.0 vscode-wakatime/24.6.2`, 'VS Code', '24.6.2', 'Linux'],
    [`${RUST} emacs-wakatime/1.0.2 emacs-wakatime/1.0.2`, 'Emacs', '1.0.2', 'Linux'],
    [`${RUST} chronova-cli/1.4.0 chronova-cli/1.4.0`, 'chronova-cli', '1.4.0', 'Linux'],
    [`${GO} myplugin`, 'myplugin', '', 'Linux'],
    // The others that real clients sent.
    [`${RUST} GoLand/2024.1 GoLand-wakatime/15.0.3`, 'GoLand', '15.0.3', 'Linux'],
    [`${GO} Chrome/122.0.0.0 mac_arm64 chrome-wakatime/3.0.17`, 'Chrome', '3.0.17', 'Linux'],
    [`${GO} Figma/124.0.3 macos-wakatime/5.8.1`, 'Figma', '5.8.1', 'Linux'],
    [`${GO} GoLand/2024.1 GoLand-wakatime/15.0.3`, 'GoLand', '15.0.3', 'Linux'],
    [`${GO} VisualStudio/17.9 visualstudio-wakatime/14.0.0`, 'Visual Studio', '14.0.0', 'Linux'],
    [`${GO} Xcode/15.3-15E204a xcode-wakatime/5.1.3`, 'Xcode', '5.1.3', 'Linux'],
    [`${GO} claude-code/2.1.0 claude-code-wakatime/3.0.0`, 'Claude Code', '3.0.0', 'Linux'],
    [`${GO} cursor/0.45.0 vscode-wakatime/24.9.2`, 'Cursor', '24.9.2', 'Linux'],
    [`${GO} emacs-wakatime/1.0.2`, 'Emacs', '1.0.2', 'Linux'],
    [`${GO} neovim/900 vim-wakatime/11.1.1`, 'Neovim', '11.1.1', 'Linux'],
    [`${GO} vim/9.1.0 vim-wakatime/11.1.1`, 'Vim', '11.1.1', 'Linux'],
    [`${GO} vscode/1.95.0 vscode-wakatime/24.6.2`, 'VS Code', '24.6.2', 'Linux'],
    [`${GO} Éditeur/1.0 editeur-wakatime/0.1`, 'Éditeur', '0.1', 'Linux'],
    [`${PY} Unknown/0`, '', '', 'Linux'],
    [`${PY} vim/9.0 vim-wakatime/11.0.0`, 'Vim', '11.0.0', 'Linux'],
    [`${PY} vscode/1.95.0 vscode-wakatime/24.6.2`, 'VS Code', '24.6.2', 'Linux'],
    [
      'wakatime/13.1.0 (Linux-6.1.0-26-amd64-x86_64-with-debian-12.11) Python2.7.18.final.0 vscode/1.95.0 vscode-wakatime/24.6.2',
      'VS Code',
      '24.6.2',
      'Linux',
    ],
    ['node', '', '', ''],
    ['axios/1.21.1', '', '', ''],
    // Anything else.
    ['', '', '', ''],
    ['   ', '', '', ''],
    ['vscode/1.95.0', 'VS Code', '1.95.0', ''],
    ['constructor/1 __proto__/2', '', '', ''],
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36', '', '', 'Linux'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Gecko/20100101 Firefox/115.0', '', '', 'Mac'],
    ['wakatime/v1.90.0 (linux-5.15 go1.22.1 vscode/1.95.0', '', '', 'Linux'],
    [`${GO} androidstudio/2024.1 androidstudio-wakatime/15.0.3`, 'Android Studio', '15.0.3', 'Linux'],
    [`${GO} intellijidea/2024.1 intellijidea-wakatime/15.0.3`, 'IntelliJ IDEA', '15.0.3', 'Linux'],
    [`${NEW} Claude/1.2.3 macos-wakatime/5.28.5`, 'Claude', '5.28.5', 'Mac'],
    [`${NEW} claude-code/2.1.183 vscode/1.123.0 vscode-wakatime/30.2.1`, 'VS Code', '30.2.1', 'Mac'],
  ])('%s', (raw, editor, editorVersion, operatingSystem) => {
    expect(parseUserAgent(raw)).toMatchObject({
      editor,
      editorVersion,
      operatingSystem,
      aiModel: '',
      aiModelVersion: '',
      aiModelComplexity: '',
    });
  });

  it.each([
    [`${NEW} opus/5 claude-code/2.1.236 antigravity-cli/1.2.0 antigravity-cli-wakatime/1.0.0`, 'Claude Code', '1.0.0', 'Opus', '5', ''],
    [
      `${NEW} gemini/3.8-flash-high antigravity-cli/1.2.0 antigravity-cli-wakatime/1.0.0`,
      'Antigravity CLI',
      '1.0.0',
      'Gemini',
      '3.8-flash',
      'high',
    ],
    [`${NEW} gpt/5.6-sol Xcode/27.0-27A1 macos-wakatime/5.28.5`, 'Xcode', '5.28.5', 'GPT', '5.6-sol', ''],
    [`${NEW} gpt/5.5-high codex-cli/0.141.0 codex-wakatime/1.0.0`, 'Codex', '1.0.0', 'GPT', '5.5', 'high'],
    [`${NEW} gpt/5.5-high codex-cli/0.141.0`, 'Codex', '0.141.0', 'GPT', '5.5', 'high'],
    [`${NEW} opus/4-8 claude-code/2.1.168 vscode/1.123.0 vscode-wakatime/30.2.0`, 'VS Code', '30.2.0', 'Opus', '4-8', ''],
    [`${NEW} opus/5 claude-code-wakatime/3.0.0`, 'Claude Code', '3.0.0', 'Opus', '5', ''],
    [`${NEW} o3 harness/27c49f9 harness-wakatime/0.1.0`, 'harness', '0.1.0', 'O3', '', ''],
    [`${NEW} gpt/5`, '', '', 'GPT', '5', ''],
    [`${RUST} opus/5 claude-code/2.1.0`, 'Claude Code', '2.1.0', 'Opus', '5', ''],
    [`${NEW} claude-3-5-sonnet/20241022 grok-build/1.0.0`, 'Grok Build', '1.0.0', 'Claude', '3-5-sonnet-20241022', ''],
    [`${NEW} Gemini/gemini-3-flash-preview vim/9.1 vim-wakatime/11.1`, 'Vim', '11.1', 'Gemini', '3-flash-preview', ''],
    [`${NEW} gemini/1.0.0 gemini-wakatime/1.2.0`, 'Gemini CLI', '1.2.0', 'Gemini', '', ''],
    [`${NEW} mythos/5-high opencode-cli/1.4.4`, 'OpenCode', '1.4.4', 'Mythos', '5', 'high'],
    [`${NEW} brandnew/5-high opencode-cli/1.4.4`, 'OpenCode', '1.4.4', 'Brandnew', '5', 'high'],
    [`${NEW} o4-mini codex-wakatime/1.0.0`, 'Codex', '1.0.0', 'O4', 'mini', ''],
    [`${NEW} jetbrains/PyCharm/2023.1 gpt/5`, 'PyCharm', '2023.1', 'GPT', '5', ''],
  ])('%s', (raw, editor, editorVersion, aiModel, aiModelVersion, aiModelComplexity) => {
    expect(parseUserAgent(raw)).toMatchObject({ editor, editorVersion, aiModel, aiModelVersion, aiModelComplexity });
  });

  it.each([
    ['wakatime/v1.90.0 (linux-5.15.0-x86_64) go1.22.1 vim/9 vim-wakatime/11', 'v1.90.0'],
    ['wakatime/<local-build> (linux-5.15.0-x86_64) go1.22.1 vim/9 vim-wakatime/11', '<local-build>'],
    [GO, 'unset'],
    [PY, '13.1.0'],
    [RUST, '1.4.0'],
    ['vim/9 vim-wakatime/11', ''],
  ])('%s has the CLI version %j', (raw, cliVersion) => {
    expect(parseUserAgent(raw).cliVersion).toBe(cliVersion);
  });

  it.each([
    ['(darwin-21.4.0-arm64)', 'Mac'],
    ['(macOS-14.4-arm64-arm-64bit)', 'Mac'],
    ['(Windows-10-10.0.19041-SP0)', 'Windows'],
    ['(freebsd-14.0-amd64)', 'FreeBSD'],
    ['(ubuntu-6.8.0-45-generic-24.04-x86_64)', 'Linux'],
    ['(rocky linux-5.14.0-9.3 (blue onyx)-x86_64)', 'Linux'],
    ['(arch linux-6.10.0-rolling-x86_64)', 'Linux'],
    ['(ubuntu-5.15.153.1-microsoft-standard-wsl2-22.04-x86_64)', 'WSL'],
    ['(Linux-4.4.0-22621-Microsoft-x86_64-with-glibc2.35)', 'WSL'],
    ['(plan9-4-amd64)', ''],
  ])('%s is %j', (platform, operatingSystem) => {
    expect(parseUserAgent(`wakatime/v1 ${platform} go1.22 vim/9 vim-wakatime/11`)).toMatchObject({ operatingSystem, editor: 'Vim' });
  });

  it('knows browser extensions', () => {
    expect(parseUserAgent('Chrome/114.0.0.0 linux_x86-64 chrome-wakatime/3.0.17').isBrowserExtension).toBe(true);
    expect(parseUserAgent(`${GO} Chrome/122.0 macos-wakatime/5`).isBrowserExtension).toBe(false);
  });

  it('never throws and always answers with texts', () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '(',
        ')',
        ' ',
        '/',
        '-wakatime',
        '-wakatime/1',
        'wakatime/',
        'go1.2',
        'opus/',
        'Unknown/0',
        'linux',
        'wakatime-ls/1',
        'WSL',
      ),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const { isBrowserExtension, ...texts } = parseUserAgent(parts.join(''));
        expect(typeof isBrowserExtension).toBe('boolean');
        for (const text of Object.values(texts)) expect(typeof text).toBe('string');
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    '(',
    ')',
    '(() ',
    '() ',
    '((',
    'a/',
    '/',
    ' ',
    '-',
    'a-wakatime/1 ',
    'opus/5 ',
    'wakatime-ls/1 ',
    'linux ',
    '\u00e9',
    'claude ',
    'Roo ',
    'insiders',
    'adobe',
    'wakatime',
    'a-',
    'gpt-',
    '1',
    'jetbrains/',
  ])('reads 100 kB of %j', (unit) => {
    expect(typeof parseUserAgent(unit.repeat(100_000 / unit.length)).editor).toBe('string');
  });
});
