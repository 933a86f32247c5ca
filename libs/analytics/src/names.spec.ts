import { describe, expect, it } from '@jest/globals';
import { isKnownLanguage, nameOf, restOf, valuesOf } from './names.js';

describe('nameOf', () => {
  it('names none', () => {
    expect(nameOf('project', '')).toBe('Unknown Project');
    expect(nameOf('language', '')).toBe('Other');
    expect(nameOf('editor', '')).toBe('Unknown');
    expect(nameOf('operatingSystem', '')).toBe('Unknown');
    expect(nameOf('machine', '')).toBe('Unknown Hostname');
    expect(nameOf('category', '')).toBe('Coding');
    expect(nameOf('branch', '')).toBe('Unknown');
    expect(nameOf('aiModel', '')).toBe('Unknown');
  });

  it('writes categories in title case and nothing else', () => {
    expect(nameOf('category', 'coding')).toBe('Coding');
    expect(nameOf('category', 'writing docs')).toBe('Writing Docs');
    expect(nameOf('category', 'ai coding')).toBe('AI Coding');
    expect(nameOf('category', 'Coding')).toBe('Coding');
    expect(nameOf('project', 'ai coding')).toBe('ai coding');
  });
});

describe('valuesOf', () => {
  it('takes the name of none for none, and for what has that name', () => {
    expect(valuesOf('project', 'Unknown Project')).toEqual(['Unknown Project', '']);
    expect(valuesOf('language', 'Other')).toEqual(['Other', '']);
    expect(valuesOf('language', 'Go')).toEqual(['Go']);
  });

  it('takes a name in NFC, whatever it is asked for in', () => {
    expect(valuesOf('project', 'cafe\u0301')).toEqual(['caf\u00e9']);
  });
});

describe('isKnownLanguage', () => {
  it('does not know what people read as Other', () => {
    expect(['Go', 'Other', restOf('language')].map((name) => isKnownLanguage({ name }))).toEqual([true, false, true]);
  });
});
