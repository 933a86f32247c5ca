import { describe, expect, it } from '@jest/globals';
import { orgNameProblem, slugProblem, slugsFor } from './org-names.js';

describe('a slug', () => {
  it.each(['acme', 'acme-corp', 'A1', 'x-2', 'a'.repeat(40)])('%s is one', (slug) => expect(slugProblem(slug)).toBeUndefined());
  it.each([
    '',
    'a',
    '-acme',
    'acme-',
    'acme_corp',
    'аcme',
    'a'.repeat(41),
    '123',
    'Admin',
    'current',
    '0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19',
  ])('%s is none', (slug) => expect(slugProblem(slug)).toMatch(/\.$/));
  it('is made from a name', () => {
    expect(slugsFor('Müller & Söhne GmbH', 'zz')[0]).toBe('muller-sohne-gmbh');
    expect(slugsFor('Ada', 'zz')).toEqual(expect.arrayContaining(['ada', 'ada-2', 'ada-9', 'ada-zz']));
    expect(slugsFor('株式会社', 'zz')[0]).toBe('team-of-coders');
    expect(slugsFor('Admin', 'zz')[0]).toBe('team-of-coders');
    for (const slug of slugsFor('x'.repeat(100), 'abcdefgh')) expect(slugProblem(slug)).toBeUndefined();
  });
});

describe('a name', () => {
  it.each(['ACME Corporation', 'Müller', '株式会社', 'Яндекс и Acme', 'R2'])('%s is one', (name) =>
    expect(orgNameProblem(name)).toBeUndefined(),
  );
  it.each(['', ' ', 'a\nb', 'a\u202Eb', '---', 'Аcme', 'x'.repeat(101)])('%j is none', (name) =>
    expect(orgNameProblem(name)).toMatch(/\.$/),
  );
});
