import { RollUpUser } from '@app/analytics';
import { OPERATOR } from '@app/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, startApp, type TestApp } from '../support/start-app.js';

const DAY = 86_400;

describe('metrics of one’s own time', () => {
  let app: TestApp;
  // Tuesday noon in Berlin.
  const now = Date.UTC(2026, 10, 24, 11) / 1000;

  beforeAll(async () => {
    app = await startApp();
    app.clock.at = now * 1000;
  });
  afterAll(() => app.close());

  /** Series → value; each stands under the help and type of its own name. */
  function seriesOf({ text }: Answer): Record<string, number> {
    const series: Record<string, number> = {};
    let name = '';
    for (const line of text.trimEnd().split('\n')) {
      if (line.startsWith('# HELP ')) continue;
      if (line.startsWith('# TYPE ')) {
        expect(line).toMatch(/^# TYPE [a-z_]+_total counter$/);
        name = line.split(' ')[2] ?? '';
        continue;
      }
      const [, key = '', value] = /^([a-z_]+(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
      expect(key.split('{')[0]).toBe(name);
      series[key] = Number(value);
    }
    return series;
  }

  it('are those of today and of all days, as wakatime_exporter names them', async () => {
    const ada = await app.newUser({ zone: 'Europe/Berlin' });
    const agent = 'wakatime/v1.90.0 (linux-6.1.0-x86_64) go1.22.1 vscode/1.95.0 vscode-wakatime/24.6.2';
    const engine = { project: 'en"gi\\ne', language: 'Go', machine: 'devbox', user_agent: agent };
    await app.send(ada, [
      { ...engine, time: now - 9 * DAY },
      { ...engine, time: now - 9 * DAY + 90.5 },
      { ...engine, time: now - 120 },
      { time: now - 60 },
      { time: now - 30 },
    ]);
    for (const rolledUp of [false, true]) {
      if (rolledUp) await app.commands.execute(new RollUpUser(OPERATOR, ada.userId));
      const answer = await app.get('users/current/metrics', ada);
      expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
      const series = seriesOf(answer);
      expect(series).toMatchObject({
        wakatime_seconds_total: 90,
        wakatime_cumulative_seconds_total: 180.5,
        'wakatime_project_seconds_total{name="en\\"gi\\\\ne"}': 60,
        'wakatime_project_seconds_total{name="Unknown Project"}': 30,
        'wakatime_cumulative_project_seconds_total{name="en\\"gi\\\\ne"}': 150.5,
        'wakatime_language_seconds_total{name="Go"}': 60,
        'wakatime_editor_seconds_total{name="VS Code"}': 60,
        'wakatime_operating_system_seconds_total{name="Linux"}': 60,
        'wakatime_category_seconds_total{name="Coding"}': 90,
        'wakatime_cumulative_category_seconds_total{name="Coding"}': 180.5,
      });
      const { body } = await app.get('users/current/machine_names', ada);
      const id = body.data.find(({ name }: { name: string }) => name === 'devbox').id;
      expect(series[`wakatime_cumulative_machine_seconds_total{id="${id}",name="devbox"}`]).toBe(150.5);
    }
  });

  it('are zero before the first heartbeat, and for the owner of the key alone', async () => {
    const [ada, bob] = [await app.newUser(), await app.newUser()];
    await app.send(bob, [{ time: now - 60 }, { time: now }]);
    expect(seriesOf(await app.get('users/current/metrics', ada))).toEqual({
      wakatime_seconds_total: 0,
      wakatime_cumulative_seconds_total: 0,
    });
    const strange = await app.call('GET', '/api/v1/users/current/metrics');
    expect([strange.status, strange.headers['content-type']]).toEqual([401, expect.stringContaining('application/json')]);
  });

  it('fold what is beyond 200 names into one series', async () => {
    const ada = await app.newUser();
    await app.send(
      ada,
      Array.from({ length: 251 }, (_, n) => ({ time: now - n * 10, project: `p${n}` })),
    );
    const series = seriesOf(await app.get('users/current/metrics', ada));
    const projects = Object.entries(series).filter(([key]) => key.startsWith('wakatime_project_'));
    expect(projects).toHaveLength(201);
    expect(projects.reduce((sum, [, seconds]) => sum + seconds, 0)).toBe(2_500);
    expect(series['wakatime_project_seconds_total{name="All other projects"}']).toBe(500);
  });
});
