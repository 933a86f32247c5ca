import { describe, expect, it } from '@jest/globals';
import { repositoryOf } from './repositories.js';

describe('repositories', () => {
  it.each([
    'git@GitHub.com:Acme/App.git',
    'https://github.com/acme/app',
    'https://token:x-oauth@github.com/acme/app.git',
    'ssh://git@github.com:22/acme/app.git/',
    'github.com:/acme/app',
    '  git+https://github.com/acme/app/  ',
  ])('%s is github.com/acme/app', (url) => expect(repositoryOf(url)).toBe('github.com/acme/app'));

  it.each([
    ['https://host:8443/a/b', 'host/a/b'],
    ['/srv/git/app.git', '/srv/git/app'],
    ['app', 'app'],
    ['', ''],
  ])('%j is %j', (url, repository) => expect(repositoryOf(url)).toBe(repository));
});
