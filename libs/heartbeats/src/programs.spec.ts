import { describe, expect, it } from '@jest/globals';
import { agentKnownAs, editorKnownAs, editorNameOf, isSpelledOut } from './programs.js';

describe('editorKnownAs', () => {
  it.each([
    ['vscode', 'VS Code'],
    ['VS Code', 'VS Code'],
    ['Visual_Studio-Code', 'VS Code'],
    ['vscode-insiders', 'VS Code'],
    ['Code - Insiders', 'VS Code'],
    ['PyCharmCE', 'PyCharm'],
    ['JetBrains Rider', 'Rider'],
    ['Adobe Photoshop 2026', 'Photoshop'],
    ['idea64.exe', 'IntelliJ IDEA'],
    ['IntelliJ IDEA Ultimate Edition', 'IntelliJ IDEA'],
    ['NOTEPAD++', 'Notepad++'],
    ['vim', 'Vim'],
    ['claude-code', undefined],
    ['constructor', undefined],
    ['jetbrains', undefined],
    ['insiders', undefined],
    ['2024', undefined],
    ['', undefined],
    // More words of editions than any program has, and a longer name.
    ['vim-beta-beta-beta-beta-beta', undefined],
    [`vim${'1'.repeat(100)}`, undefined],
  ])('%j is %j', (name, shown) => {
    expect(editorKnownAs(name)).toBe(shown);
  });
});

describe('agentKnownAs', () => {
  it.each([
    ['claude-code', 'Claude Code'],
    ['ClaudeCode', 'Claude Code'],
    ['codex-vscode', 'Codex'],
    ['antigravity-cli', 'Antigravity CLI'],
    // The editor of that name.
    ['antigravity', undefined],
    ['cursor', undefined],
  ])('%j is %j', (name, shown) => {
    expect(agentKnownAs(name)).toBe(shown);
  });
});

describe('editorNameOf', () => {
  it('knows agents too, and leaves what is not known as sent', () => {
    expect(editorNameOf('claude-code')).toBe('Claude Code');
    expect(editorNameOf('vscode')).toBe('VS Code');
    expect(editorNameOf('My Editor')).toBe('My Editor');
  });
});

describe('isSpelledOut', () => {
  it('knows whole names only', () => {
    expect(isSpelledOut('Roo Code')).toBe(true);
    expect(isSpelledOut('Roblox Studio')).toBe(true);
    expect(isSpelledOut('vscode insiders beta')).toBe(false);
  });
});
