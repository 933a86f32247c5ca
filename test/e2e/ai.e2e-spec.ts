import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RollUpUser } from '@app/analytics';
import { SERVER } from '@app/core';
import { validator } from '../contract/schemas.js';
import { connect } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const NOON = Date.parse('2026-11-25T12:00:00Z');
const CLAUDE = 'wakatime/v2.26.0 (linux-x86_64) go1.26.6 opus/5 claude-code/2.1.236 vscode/1.123.0 vscode-wakatime/30.2.1';
const CODEX = 'wakatime/v2.26.0 (linux-x86_64) go1.26.6 nosuch/7-high codex-cli/0.141.0 codex-wakatime/1.0.0';
const EDITOR = 'wakatime/v2.26.0 (linux-x86_64) go1.26.6 vscode/1.123.0 vscode-wakatime/30.2.1';
const MINUTE = 60;

/** Two days: 20 minutes by hand, 10 with Claude Code, 5 with Codex, whose model has no price, and 2 that the category alone says are AI's. */
function heartbeats(): Record<string, unknown>[] {
  const today = NOON / 1000 - 3600;
  const yesterday = today - 86_400;
  return [
    { time: yesterday, user_agent: EDITOR, language: 'Go', project: 'engine', human_line_changes: 30 },
    { time: yesterday + 10 * MINUTE, user_agent: EDITOR, language: 'Go', project: 'engine', human_line_changes: -4 },
    {
      time: yesterday + 20 * MINUTE,
      user_agent: CLAUDE,
      language: 'Go',
      project: 'engine',
      category: 'ai coding',
      ai_session: 'one',
      ai_prompt_length: 100,
      ai_input_tokens: 1_000_000,
      ai_cached_input_tokens: 2_000_000,
      ai_output_tokens: 1_000_000,
      ai_line_changes: 50,
    },
    { time: yesterday + 25 * MINUTE, user_agent: CLAUDE, language: 'Go', project: 'engine', ai_session: 'one', ai_line_changes: -8 },
    { time: yesterday + 30 * MINUTE, user_agent: EDITOR, language: 'Go', project: 'engine' },
    {
      time: today,
      user_agent: CODEX,
      language: 'TypeScript',
      project: 'wheel',
      ai_session: 'two',
      ai_prompt_length: 40,
      ai_output_tokens: 500,
    },
    { time: today + 1, user_agent: CODEX, language: 'TypeScript', project: 'wheel', ai_session: 'two', ai_prompt_length: 60 },
    { time: today + 5 * MINUTE, user_agent: EDITOR, language: 'TypeScript', project: 'wheel', category: 'AI Coding' },
    { time: today + 7 * MINUTE, user_agent: EDITOR, language: 'TypeScript', project: 'wheel' },
  ];
}

describe('AI', () => {
  let app: TestApp;
  let user: TestUser;

  beforeAll(async () => {
    app = await startApp();
    app.clock.at = NOON;
    user = await app.newUser();
    await app.send(user, heartbeats());
  });
  afterAll(() => app.close());

  const BLOCK = {
    ai_additions: 50,
    ai_deletions: 8,
    human_additions: 30,
    human_deletions: 4,
    ai_line_changes_total: 58,
    ai_agent_line_changes: { 'Claude Code': 58 },
    ai_agent_costs: { 'Claude Code': 31 },
    ai_agent_total_cost: 31,
    ai_model_line_changes: { 'claude-opus-5': 58 },
    ai_model_costs: { 'claude-opus-5': 31 },
    ai_model_total_cost: 31,
    ai_input_tokens: 1_000_000,
    ai_cached_input_tokens: 2_000_000,
    ai_output_tokens: 1_000_500,
    ai_prompt_length_avg: 67,
    ai_prompt_length_avg_per_session: 100,
    ai_prompt_length_median_per_session: 100,
    ai_prompt_length_sum: 200,
    ai_prompt_events_total: 3,
    ai_prompt_events_avg_per_session: 2,
    ai_prompt_events_median_per_session: 2,
    ai_sessions: 2,
  };

  describe.each(['read live', 'rolled up'])('%s', (when) => {
    beforeAll(async () => {
      if (when === 'rolled up') await app.commands.execute(new RollUpUser(SERVER, user.userId));
    });

    it('is in stats, under the names of both readers', async () => {
      const { body } = await app.get('users/current/stats/last_7_days', user);
      expect(validator('stats')(body)).toEqual([]);
      const { data } = body;
      expect(data).toMatchObject(BLOCK);
      expect([data.ai_agent_line_changes, data.ai_agent_costs]).toEqual([{ 'Claude Code': 58 }, { 'Claude Code': 31 }]);
      expect(data.ai_agent_breakdown).toEqual([
        { name: 'Claude Code', lines: 58, cost: 31 },
        { name: 'Codex', lines: 0 },
        { name: 'Unknown', lines: 0 },
      ]);
      expect(data.ai_model_breakdown.map(({ name }: { name: string }) => name)).toEqual(['claude-opus-5', 'nosuch-7', 'Unknown']);
    });

    it('is in the total of each day of summaries, and only where something was counted', async () => {
      const { body } = await app.get('users/current/summaries?start=2026-11-23&end=2026-11-25', user);
      expect(validator('summaries')(body)).toEqual([]);
      const { data } = body;
      const [none, yesterday, today] = data.map(({ grand_total }: { grand_total: object }) => grand_total);
      expect(Object.keys(none).filter((key) => /^(ai|human)_(?!readable)/.test(key))).toEqual([]);
      expect(yesterday).toMatchObject({
        ai_additions: 50,
        human_additions: 30,
        ai_model_total_cost: 31,
        ai_sessions: 1,
        ai_prompt_events_total: 1,
      });
      expect(today).toMatchObject({
        ai_agent_line_changes: {},
        ai_agent_costs: {},
        ai_output_tokens: 500,
        ai_sessions: 1,
        ai_prompt_length_avg: 50,
      });
      for (const unknown of ['ai_additions', 'ai_agent_total_cost', 'ai_input_tokens', 'human_additions'])
        expect(today).not.toHaveProperty(unknown);
    });

    it('is of the project that is asked for', async () => {
      const { data } = (await app.get('users/current/stats/last_7_days?project=wheel', user)).body;
      expect(data).toMatchObject({ ai_sessions: 1, ai_prompt_events_total: 2, ai_output_tokens: 500 });
      expect(data).not.toHaveProperty('ai_additions');
    });
  });

  describe('analysed', () => {
    const analyse = (query = '', mount = 'v1') => app.call('GET', `/api/${mount}/users/current/analytics/ai${query}`, user);

    it('is AI against manual time, which add up to the total', async () => {
      const { status, body } = await analyse();
      expect([status, validator('analytics-ai')(body)]).toEqual([200, []]);
      const { data } = body;
      expect(data.total).toEqual({ aiSeconds: 1020, manualSeconds: 1200, totalSeconds: 2220, aiPercent: 45.95, manualPercent: 54.05 });
      const stats = await app.get('users/current/stats/last_7_days', user);
      expect(stats.body.data.total_seconds_including_other_language).toBe(2220);
      expect(data.sources.time).toEqual({ measured: 0, reported: 900, inferred: 120 });
      expect(data.comparison).toEqual({
        ai: {
          totalHours: 0.28,
          languageCount: 2,
          projectCount: 2,
          topLanguages: [
            { name: 'Go', seconds: 600 },
            { name: 'TypeScript', seconds: 420 },
          ],
        },
        manual: { totalHours: 0.33, languageCount: 1, projectCount: 1, topLanguages: [{ name: 'Go', seconds: 1200 }] },
        withAi: { totalSeconds: 2220, avgDaily: 1110, days: 2 },
        withoutAi: { totalSeconds: 0, avgDaily: 0, days: 0 },
      });
      expect(data.languageMatrix).toEqual([
        { language: 'Go', aiSeconds: 600, manualSeconds: 1200, totalSeconds: 1800, aiPercent: 33.33, manualPercent: 66.67 },
        { language: 'TypeScript', aiSeconds: 420, manualSeconds: 0, totalSeconds: 420, aiPercent: 100, manualPercent: 0 },
      ]);
      expect(data.projectDependency.map(({ project, aiSeconds }: Record<string, unknown>) => [project, aiSeconds])).toEqual([
        ['engine', 600],
        ['wheel', 420],
      ]);
      expect(data.adoptionTimeline.slice(-2)).toEqual([
        { date: '2026-11-24', aiSeconds: 600, manualSeconds: 1200, cost: 31 },
        { date: '2026-11-25', aiSeconds: 420, manualSeconds: 0, cost: null },
      ]);
      // 30 and 7 minutes: 18.5 a day.
      expect(data.efficiencyTrend.slice(-2)).toEqual([
        { date: '2026-11-24', aiPercent: 33.33, period: 'day', productivity: 162.16 },
        { date: '2026-11-25', aiPercent: 100, period: 'day', productivity: 37.84 },
      ]);
      expect(data.contributionShare).toEqual({ aiPercent: 45.95, manualPercent: 54.05, aiHours: 0.28, manualHours: 0.33 });
    });

    it('has what was counted, by agent and by model, each with how it is known', async () => {
      const { data } = (await analyse()).body;
      expect(data.agents).toMatchObject([
        {
          name: 'Claude Code',
          seconds: 600,
          source: 'reported',
          aiLines: { added: 50, deleted: 8 },
          tokens: { input: 1_000_000, cachedInput: 2_000_000, output: 1_000_000 },
          sessions: 1,
          prompts: { total: 1, averagePerSession: 1, medianPerSession: 1 },
          cost: 31,
        },
        {
          name: 'Codex',
          seconds: 300,
          source: 'reported',
          aiLines: null,
          tokens: { input: null, cachedInput: null, output: 500 },
          sessions: 1,
          prompts: { total: 2, averagePerSession: 2, medianPerSession: 2 },
          promptLength: { total: 100, averagePerSession: 100, medianPerSession: 100 },
          cost: null,
        },
        { name: 'Unknown', seconds: 120, source: 'inferred', sessions: null, prompts: null, cost: null },
      ]);
      expect(data.models.map(({ name, seconds, cost }: Record<string, unknown>) => [name, seconds, cost])).toEqual([
        ['claude-opus-5', 600, 31],
        ['nosuch-7', 300, null],
        ['Unknown', 120, null],
      ]);
      expect(data.usage).toMatchObject({ humanLines: { added: 30, deleted: 4 }, sessions: 2, prompts: { total: 3 }, cost: 31 });
    });

    it('has averages and medians per session as in the example of its description', async () => {
      const one = await app.newUser();
      const prompts = [0, 1, 2, 6].flatMap((count, n) => [
        { ai_session: `s${n}` },
        ...Array.from({ length: count }, () => ({ ai_session: `s${n}`, ai_prompt_length: 100 })),
      ]);
      const all = [...prompts, { ai_prompt_length: 100 }].map((of, n) => ({
        time: NOON / 1000 - 7200 + n * 60,
        user_agent: CLAUDE,
        ...of,
      }));
      await app.send(one, all);
      for (const state of ['read live', 'rolled up']) {
        if (state === 'rolled up') await app.commands.execute(new RollUpUser(SERVER, one.userId));
        const { data } = (await app.get('users/current/analytics/ai?range=today', one)).body;
        expect([state, data.usage]).toMatchObject([
          state,
          {
            sessions: 4,
            prompts: { total: 10, averagePerSession: 2.25, medianPerSession: 1.5 },
            promptLength: { total: 1000, averagePerSession: 225, medianPerSession: 150 },
          },
        ]);
      }
    });

    it('is at top level too, at both mounts, where the other one ends yesterday', async () => {
      const { body } = await analyse();
      const { of: _of, total: _total, usage: _usage, agents: _agents, models: _models, sources: _sources, ...views } = body.data;
      expect(body).toEqual({ ...views, data: body.data });
      const other = (await analyse('', 'v1/compat/waka')).body.data;
      expect(other.total.aiSeconds).toBe(600);
      expect(other.of).toMatchObject({ range: 'last_7_days', is_including_today: false });
    });

    it('is of a project, a day, another zone and by another timeout', async () => {
      expect((await analyse('?project=wheel')).body.data.total).toMatchObject({ aiSeconds: 420, manualSeconds: 0 });
      expect((await analyse('?range=2026-11-24')).body.data.total).toMatchObject({ aiSeconds: 600, manualSeconds: 1200 });
      expect((await analyse('?range=today&timezone=Pacific/Kiritimati')).body.data.total.totalSeconds).toBe(420);
      expect((await analyse('?timeout=2')).body.data.total).toMatchObject({ aiSeconds: 121, manualSeconds: 0 });
    });

    it('has every object and list also where there is nothing (contract case 46)', async () => {
      const { status, body } = await analyse('?range=2026-01-01_to_2026-01-31');
      expect([status, validator('analytics-ai')(body)]).toEqual([200, []]);
      expect(Object.keys(body.data.comparison)).toEqual(['ai', 'manual', 'withAi', 'withoutAi']);
      expect(body.data).toMatchObject({ languageMatrix: [], projectDependency: [], agents: [], models: [] });
      expect(body.data.adoptionTimeline).toHaveLength(31);
    });

    it('is by the week over more than 31 days', async () => {
      const { data } = (await analyse('?range=last_90_days')).body;
      expect(data.efficiencyTrend.at(-1)).toEqual({ date: '2026-11-23', aiPercent: 45.95, period: 'week', productivity: 100 });
    });

    it.each(['never', '2026-02-30_to_2026-03-01', '2026-02-02_to_2026-02-01', '2020-01-01_to_2026-01-01'])(
      'refuses the range %s',
      async (range) => {
        const { status, body } = await analyse(`?range=${range}`);
        expect(status).toBe(400);
        expect(body.errors.range[0]).toMatch(/Use |Swap |two years/);
      },
    );
  });

  it('is in nothing that others see, and not in the status bar', async () => {
    const everyFlag = {
      is_profile_private: false,
      logged_time_public: true,
      projects_public: true,
      categories_used_public: true,
      editors_used_public: true,
    };
    expect(await app.call('PATCH', '/api/v1/users/current', user, everyFlag)).toMatchObject({ status: 200 });
    const { username } = (await app.get('users/current', user)).body.data;
    const other = await app.newUser();
    const stats = await app.get(`users/${username}/stats/last_7_days`, other);
    const summaries = await app.get(`users/${username}/summaries?range=last_7_days`, other);
    const bar = await app.get('users/current/statusbar/today', user);
    expect([stats.status, summaries.status, bar.status]).toEqual([200, 200, 200]);
    expect(JSON.stringify([stats.body, summaries.body, bar.body])).not.toMatch(/"(ai_|human_(add|del))/);
  });

  it('is bounded over two years of many long names, and loses no line', async () => {
    const many = await app.newUser();
    const versions = Array.from({ length: 20 }, (_, n) => `5.${'long-'.repeat(40)}${n}`);
    const models = versions.map((version) => `gpt-${version}`);
    const from = Date.parse('2024-11-25T09:00:00Z') / 1000;
    const sent = versions.map((version, n) => ({
      time: from + n * 60,
      user_agent: EDITOR.replace('vscode/', `gpt/${version} vscode/`),
      ai_line_changes: 20 - n,
    }));
    await app.send(many, sent);
    const db = await connect(app.databaseUrl);
    try {
      await db.query(
        `WITH more AS (
           INSERT INTO heartbeats (user_id, time, id, activity_id, entity_id, user_agent_id, is_write, ai_line_changes)
           SELECT user_id, time + day * 86400000000, gen_random_uuid(), activity_id, entity_id, user_agent_id, is_write, ai_line_changes
             FROM heartbeats CROSS JOIN generate_series(1, 730) AS day WHERE user_id = $1
           RETURNING time / 86400000000 AS day)
         INSERT INTO dirty_days (user_id, day) SELECT DISTINCT $1::int, day FROM more ON CONFLICT DO NOTHING`,
        [many.userId],
      );
    } finally {
      await db.end();
    }
    const { status, text, body } = await app.get('users/current/summaries?start=2024-11-25&end=2026-11-25', many);
    expect(status).toBe(200);
    const lists: { name: string; lines: number }[][] = body.data.map(
      (day: { grand_total: { ai_model_breakdown: { name: string; lines: number }[] } }) => day.grand_total.ai_model_breakdown,
    );
    expect(lists.length).toBe(731);
    for (const list of lists) {
      expect(list.slice(0, -1).map(({ name }) => name)).toEqual(models.slice(0, list.length - 1));
      expect(list.at(-1)?.name).toBe('All other AI models');
      expect(list.reduce((sum, { lines }) => sum + lines, 0)).toBe(210);
    }
    // Models and agents at most 2 MB, all other lists of the answer at most 4.
    const bytes = body.data.reduce(
      (sum: number, { grand_total: { ai_model_breakdown, ai_model_line_changes } }: { grand_total: Record<string, unknown> }) =>
        sum + JSON.stringify([ai_model_breakdown, ai_model_line_changes]).length,
      0,
    );
    expect([bytes < 2_000_000, bytes > 1_000_000, text.length < 7_000_000]).toEqual([true, true, true]);
  });

  it('leaves answers of who uses none as they are', async () => {
    const manual = await app.newUser();
    await app.send(manual, [{ time: NOON / 1000 - 600, line_additions: 3, line_deletions: 1 }, { time: NOON / 1000 - 300 }]);
    const { data } = (await app.get('users/current/stats/today', manual)).body;
    expect(Object.keys(data).filter((key) => /^(ai|human)_(?!readable)/.test(key))).toEqual([]);
  });
});
