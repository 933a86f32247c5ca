import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RollUpUser } from '@app/analytics';
import { SERVER } from '@app/core';
import { validator } from '../contract/schemas.js';
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

  it('leaves answers of who uses none as they are', async () => {
    const manual = await app.newUser();
    await app.send(manual, [{ time: NOON / 1000 - 600, line_additions: 3, line_deletions: 1 }, { time: NOON / 1000 - 300 }]);
    const { data } = (await app.get('users/current/stats/today', manual)).body;
    expect(Object.keys(data).filter((key) => /^(ai|human)_(?!readable)/.test(key))).toEqual([]);
  });
});
