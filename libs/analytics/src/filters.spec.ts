import { describe, expect, it } from '@jest/globals';
import { filterOf } from './filters.js';

describe('filterOf', () => {
  it('keeps everything where no project is named, branches or not', () => {
    expect(filterOf({})).toEqual({});
    expect(filterOf({ branches: ['main'] })).toEqual({});
  });

  it('keeps one project, with all of its branches or with those that are named', () => {
    expect(filterOf({ project: 'demo' })).toEqual({ project: ['demo'] });
    expect(filterOf({ project: 'demo', branches: [] })).toEqual({ project: ['demo'] });
    expect(filterOf({ project: 'demo', branches: ['main', 'next'] })).toEqual({ project: ['demo'], branch: ['main', 'next'] });
  });

  it('finds what was sent without a name by the name that people read', () => {
    expect(filterOf({ project: 'Unknown Project', branches: ['main', 'Unknown'] })).toEqual({
      project: ['Unknown Project', ''],
      branch: ['main', 'Unknown', ''],
    });
  });

  it('knows an empty name: a project without a name is another thing than no filter', () => {
    expect(filterOf({ project: '' })).toEqual({ project: [''] });
  });
});
