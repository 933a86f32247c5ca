import { describe, expect, it } from '@jest/globals';
import { systemNameOf, systemOf, systemOfWord } from './operating-systems.js';

describe('systemOf', () => {
  it.each([
    ['darwin', 'Mac'],
    ['Darwin 25.5.0', 'Mac'],
    ['macOS', 'Mac'],
    ['Mac OS X', 'Mac'],
    ['OS X', 'Mac'],
    ['MacIntel', 'Mac'],
    ['win32', 'Windows'],
    ['Windows_NT', 'Windows'],
    ['WINDOWS 11', 'Windows'],
    ['linux', 'Linux'],
    ['GNU/Linux', 'Linux'],
    ['Ubuntu 24.04', 'Linux'],
    ['Arch Linux', 'Linux'],
    ['oracle solaris', 'Solaris'],
    ['WSL', 'WSL'],
    ['Windows Subsystem for Linux', 'WSL'],
    ['linux-wsl2-x86_64', 'WSL'],
    ['ubuntu-5.15.153.1-microsoft-standard', 'WSL'],
    ['Chrome OS', 'ChromeOS'],
    ['Linux; Android 13', 'Android'],
    ['X11; CrOS x86_64', 'ChromeOS'],
    ['iPad; CPU OS 17_0 like Mac OS X', 'iOS'],
    ['freebsd-14.0', 'FreeBSD'],
    ['TempleOS', ''],
    ['', ''],
  ])('%j is %j', (text, system) => {
    expect(systemOf(text)).toBe(system);
  });
});

describe('systemOfWord', () => {
  it.each([
    ['mac_arm64', 'Mac'],
    ['linux', 'Linux'],
    ['cros_x86-64', 'ChromeOS'],
    // Names of distributions are words of other things.
    ['arch', ''],
    ['machine', ''],
  ])('%j is %j', (word, system) => {
    expect(systemOfWord(word)).toBe(system);
  });
});

describe('systemNameOf', () => {
  it('leaves what is not known as sent', () => {
    expect(systemNameOf('TempleOS')).toBe('TempleOS');
    expect(systemNameOf('darwin')).toBe('Mac');
  });
});
