import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { SERVER } from '@app/core';
import { SweepCommitTimes } from '@app/github';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/start-app.js';
import { validator } from './schemas.js';

// Both packages are CommonJS without usable types.
const require = createRequire(import.meta.url);
const { WakaTimeClient, RANGE } = require('wakatime-client');
const { WakaTimeApi } = require('@nick22985/wakatime-api');

const today = new Date().toISOString().slice(0, 10);
const dateRange = { startDate: today, endDate: today };
/** In arguments: a user who made everything public, and oneself by name. */
const OTHER = 'the other user';
const ME = 'my username';

/** What a method answers: something that a schema holds for, or 404 with the reason why there is nothing. */
type Expected = string | { missing: string };
type Call = [method: string, args: unknown[], expected: Expected];

const HASH = 'e4c668be713e293f7444a88c891ecafa1a4fa44b';
const EXPORTS = { missing: 'comes with exports' };
const NO_BOARD = { missing: 'there is no such leaderboard' };
const NO_ORG = { missing: 'there is no such organization' };
const TEAMS = { missing: 'WakaTime has organizations in place of teams' };

const org = { organizationId: 'o', dashboardId: 'd', memberId: 'm' };
const team = { teamId: 't', teamMemberId: 'm', dateRange };

const OF_WAKATIME_CLIENT: Call[] = [
  ['getMe', [], 'users-current'],
  ['getUser', [OTHER], 'users-current'],
  ['getMyStats', [{ range: RANGE.LAST_7_DAYS }], 'stats'],
  ['getMyStats', [{ range: RANGE.LAST_YEAR, projectName: 'engine', timeout: 15, useWritesOnly: false }], 'stats'],
  ['getUserStats', [{ userId: OTHER, range: RANGE.LAST_7_DAYS }], 'stats'],
  ['getMySummary', [{ dateRange }], 'summaries'],
  ['getMySummary', [{ dateRange, projectName: 'engine', branchNames: ['main'] }], 'summaries'],
  ['getUserSummary', [{ userId: OTHER, dateRange }], 'summaries'],
  ['getMyDurations', [{ date: today }], 'durations'],
  ['getDurations', [{ userId: ME, date: today }], 'durations'],
  ['getMyHeartbeats', [today], 'heartbeats-list'],
  ['getHeartbeats', [{ userId: ME, date: today }], 'heartbeats-list'],
  ['getMyUserAgents', [], 'user_agents'],
  ['getUserAgents', [ME], 'user_agents'],
  ['getLeaders', [], 'leaders'],
  ['getLeaders', [{ language: 'Go', pageNumber: 1 }], 'leaders'],
  ['getMyProjects', [], 'projects'],
  ['getProjects', [ME], 'projects'],
  ['getMyGoals', [], 'goals'],
  ['getGoals', [ME], 'goals'],
  ['getMyCommits', [{ projectName: 'engine' }], 'commits'],
  ['getCommits', [{ userId: ME, projectName: 'engine' }], 'commits'],
  ['getMyOrganizations', [], 'orgs'],
  ['getOrganizations', [ME], 'orgs'],
  ['getMyOrganizationDashboards', ['o'], NO_ORG],
  ['getOrganizationDashboards', [{ userId: ME, ...org }], NO_ORG],
  ['getMyOrganizationDashboardMembers', [org], NO_ORG],
  ['getOrganizationDashboardMembers', [{ userId: ME, ...org }], NO_ORG],
  ['getMyOrganizationDashboardMemberSummaries', [org], NO_ORG],
  ['getOrganizationDashboardMemberSummaries', [{ userId: ME, ...org }], NO_ORG],
  ['getMyOrganizationDashboardMemberDurations', [org], NO_ORG],
  ['getOrganizationDashboardMemberDurations', [{ userId: ME, ...org }], NO_ORG],
  ['getMyTeams', [], TEAMS],
  ['getTeams', [ME], TEAMS],
  ['getMyTeamMembers', ['t'], TEAMS],
  ['getTeamMembers', [{ userId: ME, teamId: 't' }], TEAMS],
  ['getMyTeamMemberSummary', [team], TEAMS],
  ['getTeamMemberSummary', [{ userId: ME, ...team }], TEAMS],
];

const OF_WAKATIME_API: Call[] = [
  ['getMe', [], 'users-current'],
  ['getUser', [OTHER], 'users-current'],
  ['getMyStats', ['last_7_days'], 'stats'],
  ['getStats', [OTHER, 'last_7_days'], 'stats'],
  ['getMySummaries', [today, today], 'summaries'],
  ['getUserSummaries', [OTHER, today, today], 'summaries'],
  ['getMyDurations', [today], 'durations'],
  ['getUserDurations', [ME, today], 'durations'],
  ['getMyHeartbeats', [today], 'heartbeats-list'],
  ['getUserHeartbeats', [ME, today], 'heartbeats-list'],
  ['getMyAllTimeSinceToday', [], 'all_time_since_today'],
  ['getUserAllTimeSinceToday', [OTHER], 'all_time_since_today'],
  ['getMyAgents', [], 'user_agents'],
  ['getUserAgents', [ME], 'user_agents'],
  ['getMyMachineNames', [], 'machine_names'],
  ['getUserMachineNames', [ME], 'machine_names'],
  ['getEditors', [], 'editors'],
  ['getEditors', [true], 'editors'],
  ['getMeta', [], 'meta'],
  ['getLeaders', ['Go'], 'leaders'],
  ['getStatsAggregated', ['last_7_days'], { missing: 'tells of at least five people' }],
  ['getMyProjects', [], 'projects'],
  ['getUserProjects', [ME, 'eng'], 'projects'],
  ['getMyExternalDurations', [today], 'external_durations'],
  ['getUserExternalDurations', [ME, today], 'external_durations'],
  ['getMyPrivateLeaderboards', [], 'leaderboards'],
  ['getPrivateLeaderboards', [ME], 'leaderboards'],
  ['getMyPrivateLeaderboardsLeaders', ['b'], NO_BOARD],
  ['getPrivateLeaderboardsLeaders', [ME, 'b'], NO_BOARD],
  ['getMyGoals', [], 'goals'],
  ['getUserGoals', [ME], 'goals'],
  ['getMyDataDump', [], EXPORTS],
  ['getUserDataDump', [ME], EXPORTS],
  ['getMyCommits', ['engine'], 'commits'],
  ['getUserCommits', [ME, 'engine'], 'commits'],
  ['getMyCommit', ['engine', HASH], 'commit'],
  ['getUserCommit', [ME, 'engine', HASH], 'commit'],
  ['getMyOrgs', [], 'orgs'],
  ['getUsersOrgs', [ME], 'orgs'],
  ['getMyOrgsDashboard', ['o'], NO_ORG],
  ['getUsersOrgDashboard', [ME, 'o'], NO_ORG],
  ['getMyOrgDashboardMembers', ['o', 'd'], NO_ORG],
  ['getOrgDashboardMembers', [ME, 'o', 'd'], NO_ORG],
  ['getMyOrgDashboardMemberSummaries', ['o', 'd', 'm', today, today], NO_ORG],
  ['orgDashboardMemberSummaries', [ME, 'o', 'd', 'm', today, today], NO_ORG],
  ['getMyOrgDashboardMemberDurations', ['o', 'd', 'm', today], NO_ORG],
  ['orgDashboardMemberDurations', [ME, 'o', 'd', 'm', today], NO_ORG],
];

/** Every method of independent client libraries against the running server, their answers checked by the schemas written from the contract. */
describe.each([
  ['wakatime-client', WakaTimeClient, OF_WAKATIME_CLIENT],
  ['@nick22985/wakatime-api', WakaTimeApi, OF_WAKATIME_API],
])('%s', (_, Client, calls) => {
  let app: TestApp;
  let url: string;
  let key: string;
  const names: Record<string, string> = {};

  beforeAll(async () => {
    app = await startApp();
    const ada = await app.newUser();
    key = ada.key.replace('waka_', '');
    names[ME] = (await app.get('users/current', ada)).body.data.username;
    const now = Date.now() / 1000;
    await app.send(
      ada,
      Array.from({ length: 30 }, (__, n) => ({
        time: now - n * 70,
        project: n % 2 ? 'engine' : '',
        language: n % 3 ? 'Go' : '',
        branch: 'main',
        dependencies: ['pg'],
        ...(n === 1 && { commit_hash: HASH }),
      })),
    );
    await app.commands.execute(new SweepCommitTimes(SERVER));
    await app.call('POST', '/api/v1/organizations', ada, { name: 'Analytical engines' });
    await app.call('POST', '/api/v1/users/current/goals', ada, { seconds: 3600, type: 'daily' });
    await app.call('POST', '/api/v1/users/current/goals', ada, { seconds: 3600, days_per_week: 2, is_inverse: true, is_mailed: true });
    const bob = await app.newUser();
    await app.send(bob, [{ time: now - 60, language: 'Go', project: 'wheel' }, { time: now }]);
    const flags = ['logged_time', 'languages_used', 'editors_used', 'os_used', 'categories_used', 'projects', 'machines'];
    const open = { is_profile_private: false, ...Object.fromEntries(flags.map((f) => [`${f}_public`, true])) };
    names[OTHER] = (await app.call('PATCH', '/api/v1/users/current', bob, open)).body.data.username;
    await app.nest.listen(0, '127.0.0.1');
    const { port } = app.nest.getHttpServer().address() as AddressInfo;
    url = `http://127.0.0.1:${port}/api/v1/`;
  });
  afterAll(() => app.close());

  it('is called by every method that it has', () => {
    const methods = Object.getOwnPropertyNames(Client.prototype).filter((name) => name !== 'constructor' && name !== 'getMetadata');
    expect([...new Set(calls.map(([method]) => method))].toSorted()).toEqual(methods.toSorted());
  });

  it.each(calls)('%s %j: %j', async (method, args, expected) => {
    const client = new Client(key, url);
    const answer = client[method](...args.map(withNames));
    if (typeof expected === 'string') return expect(validator(expected)(await answer)).toEqual([]);
    const { response } = await answer.then(
      () => ({ response: { status: 200, data: {} } }),
      (error: unknown) => error,
    );
    return expect([response.status, response.data]).toEqual([404, { error: expect.any(String) }]);
  });

  function withNames(arg: unknown): unknown {
    if (typeof arg === 'string') return names[arg] ?? arg;
    if (typeof arg !== 'object' || arg === null || Array.isArray(arg)) return arg;
    return Object.fromEntries(
      Object.entries(arg).map(([name, value]) => [name, typeof value === 'string' ? (names[value] ?? value) : value]),
    );
  }
});

it('wakatime-client getMetadata answers with the whole response', async () => {
  const app = await startApp();
  await app.nest.listen(0, '127.0.0.1');
  const { port } = app.nest.getHttpServer().address() as AddressInfo;
  const { data } = await new WakaTimeClient('key', `http://127.0.0.1:${port}/api/v1/`).getMetadata();
  expect(validator('meta')(data)).toEqual([]);
  await app.close();
});
