import { EVERYTHING, type Visibility } from '@app/users';
import { describe, expect, it } from '@jest/globals';
import { DIMENSIONS } from './results.js';
import { checkOwn, hiddenDimensions, visibleFilter, visibleRules } from './visible.js';

const PUBLIC: Visibility = { ...EVERYTHING, own: false };
const NOTHING: Visibility = {
  own: false,
  loggedTime: false,
  languages: false,
  projects: false,
  editors: false,
  operatingSystems: false,
  categories: false,
  machines: false,
};

describe('hiddenDimensions', () => {
  it('are none of oneself, and all of who shares nothing', () => {
    expect(hiddenDimensions({ ...NOTHING, own: true })).toEqual([]);
    expect(hiddenDimensions(NOTHING)).toEqual(DIMENSIONS);
  });

  it.each([
    ['projects', ['project', 'branch']],
    ['languages', ['language']],
    ['categories', ['category']],
    ['editors', ['editor']],
    ['operatingSystems', ['operatingSystem']],
    ['machines', ['machine']],
    ['loggedTime', []],
  ] as const)('%s stand for %j; models and agents of others are never read', (share, dimensions) => {
    expect(hiddenDimensions({ ...PUBLIC, [share]: false })).toEqual([...dimensions, 'aiModel', 'aiAgent']);
    expect(hiddenDimensions({ ...NOTHING, [share]: true })).toEqual(DIMENSIONS.filter((d) => !dimensions.some((own) => own === d)));
  });
});

describe('visibleFilter', () => {
  const asked = { project: 'demo', branches: ['main'] };

  it('lets ask for a project and its branches where projects are public', () => {
    expect(visibleFilter(asked, { ...NOTHING, projects: true })).toEqual(asked);
    expect(visibleFilter(asked, { ...PUBLIC, projects: false })).toEqual({});
  });
});

describe('visibleRules', () => {
  const rules = (visibility: Visibility, asked: object) => visibleRules({ userId: 7, visibility }, asked);

  it('are those that were asked for, each by itself, for oneself', () => {
    const asked = { zone: 'asia/kathmandu', timeout: 5, writesOnly: false };
    const proper = { zone: 'Asia/Kathmandu', timeout: 5, writesOnly: false };
    expect(rules(EVERYTHING, asked)).toEqual({ userId: 7, ...proper });
    expect(rules(EVERYTHING, {})).toStrictEqual({ userId: 7 });
    expect(rules(EVERYTHING, { timeout: 5 })).toStrictEqual({ userId: 7, timeout: 5 });
    expect(rules(EVERYTHING, { zone: 'UTC' })).toStrictEqual({ userId: 7, zone: 'UTC' });
    expect(rules(EVERYTHING, { writesOnly: true })).toStrictEqual({ userId: 7, writesOnly: true });
  });

  it("are the owner's own, whatever is asked for, for everybody else", () => {
    for (const sees of [PUBLIC, { ...PUBLIC, loggedTime: false }, { ...NOTHING, loggedTime: true }]) {
      expect(rules(sees, { zone: 'Asia/Kathmandu', timeout: 5, writesOnly: true })).toStrictEqual({ userId: 7 });
    }
  });

  it('refuse a zone and a timeout that are none', () => {
    expect(() => rules(EVERYTHING, { zone: 'Mars/Olympus' })).toThrow(expect.objectContaining({ kind: 'invalid' }));
    for (const timeout of [0, 241, 1.5]) expect(() => rules(EVERYTHING, { timeout })).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });
});

describe('checkOwn', () => {
  it('lets see paths of files to their owner alone, however much is public', () => {
    expect(() => checkOwn({ userId: 7, visibility: EVERYTHING })).not.toThrow();
    expect(() => checkOwn({ userId: 7, visibility: PUBLIC })).toThrow(
      expect.objectContaining({ kind: 'forbidden', code: 'time.private', message: expect.stringContaining('owner') }),
    );
  });
});
