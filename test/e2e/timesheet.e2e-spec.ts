import { RollUpUser } from '@app/analytics';
import { SERVER } from '@app/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const ROUTE = 'users/current/analytics/timesheet';
const NOW = Date.parse('2026-11-24T18:00:00Z');

describe('timesheets', () => {
  let app: TestApp;
  let ada: TestUser;

  beforeAll(async () => {
    app = await startApp();
    app.clock.at = NOW;
    // Clocks went back on 1 November.
    ada = await app.newUser({ zone: 'America/New_York' });
    await app.send(ada, [
      ...span('2026-11-23T15:00:00Z', 50, { project: 'engine', branch: 'main', language: 'Go' }),
      ...span('2026-11-23T17:00:00Z', 20, { project: 'site', category: 'debugging' }),
      ...span('2026-11-23T19:00:00Z', 8, {}),
      ...span('2026-11-01T03:30:00Z', 120, { project: 'engine', branch: 'fix', language: 'Go' }),
      ...span('2026-11-20T20:00:00Z', 61, { project: '=HYPERLINK("http://evil","x")' }),
      ...span('2026-11-21T20:00:00Z', 33, { project: 'a "quoted", name' }),
    ]);
    await app.call('POST', '/api/v1/users/current/clients', ada, { name: 'Acme, Inc.', projects: ['engine'] });
  });
  afterAll(() => app.close());

  /** Joined time of so many minutes. */
  function span(iso: string, minutes: number, more: Record<string, unknown>): Record<string, unknown>[] {
    const count = Math.ceil(minutes / 10) + 1;
    return Array.from({ length: count }, (_, n) => ({ time: Date.parse(iso) / 1000 + (n * minutes * 60) / (count - 1), ...more }));
  }

  const sheet = async (query: string, user = ada) => {
    const { status, body } = await app.get(`${ROUTE}?${query}`, user);
    expect([query, status]).toEqual([query, 200]);
    return body.data;
  };
  const csv = (query: string, headers = {}) => app.call('GET', `/api/v1/${ROUTE}?${query}`, ada, undefined, headers);
  const minutesOf = (data: { rows: { project: string; seconds: number[] }[] }) =>
    Object.fromEntries(data.rows.map(({ project, seconds }) => [project, seconds.map((s) => s / 60)]));
  const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);

  it.each([
    ['', { engine: [50], site: [20], 'Unknown Project': [8] }, 78],
    ['&rounding=15', { engine: [45], site: [15], 'Unknown Project': [15] }, 75],
    ['&rounding=15&mode=up', { engine: [60], site: [30], 'Unknown Project': [15] }, 105],
    ['&rounding=15&per=day', { engine: [45], site: [15], 'Unknown Project': [15] }, 75],
    ['&rounding=15&mode=up&per=day', { engine: [60], site: [15], 'Unknown Project': [15] }, 90],
    ['&rounding=6&mode=nearest', { engine: [48], site: [18], 'Unknown Project': [6] }, 72],
  ])('round the day of the example%s', async (query, minutes, total) => {
    const data = await sheet(`range=2026-11-23${query}`);
    expect(minutesOf(data)).toEqual(minutes);
    expect([data.total_seconds / 60, data.day_seconds]).toEqual([total, [total * 60]]);
    expect(data.total_hours).toBe(Math.round((total / 60) * 100) / 100);
  });

  it.each(['dirty', 'rolled up'])('of days that are %s say what summaries say, in any zone, by any rules', async (state) => {
    if (state === 'rolled up') await app.commands.execute(new RollUpUser(SERVER, ada.userId));
    for (const query of ['', '&timezone=Asia/Kathmandu', '&timeout=7', '&project=engine', '&client=Acme, Inc.']) {
      const data = await sheet(`range=2026-10-30_to_2026-11-24${query}`);
      const { body } = await app.get(`users/current/summaries?range=2026-10-30_to_2026-11-24${query}`, ada);
      expect(data.dates).toEqual(body.data.map(({ range }: { range: { date: string } }) => range.date));
      for (const [n, day] of body.data.entries()) {
        const own = data.rows.filter(({ seconds }: { seconds: number[] }) => (seconds[n] ?? 0) > 0);
        const rounded = day.projects.map(({ name, total_seconds: s }: { name: string; total_seconds: number }) => [name, Math.round(s)]);
        expect(new Map(own.map(({ project, seconds }: { project: string; seconds: number[] }) => [project, seconds[n]]))).toEqual(
          new Map(rounded),
        );
      }
      for (const row of data.rows) expect(sum(row.seconds)).toBe(row.total_seconds);
      expect(sum(data.day_seconds)).toBe(data.total_seconds);
    }
  });

  it('have rows by client, branch, category and language, alone or together', async () => {
    const data = await sheet('range=this_month&by=client,project,branch');
    expect(data.by).toEqual(['client', 'project', 'branch']);
    const own = data.rows.filter(({ client }: { client: string }) => client === 'Acme, Inc.');
    expect(own.map(({ project, branch, total_seconds: s }: Record<string, unknown>) => [project, branch, s])).toEqual([
      ['engine', 'fix', 5400],
      ['engine', 'main', 3000],
    ]);
    expect(
      (await sheet('range=this_month&by=client')).rows.map(({ client, project }: Record<string, unknown>) => [client, project]),
    ).toEqual([
      ['Acme, Inc.', undefined],
      ['No client', undefined],
    ]);
    const categories = (await sheet('range=this_month&by=category')).rows.map(({ category }: { category: string }) => category);
    expect(categories).toEqual(['Coding', 'Debugging']);
    expect((await sheet('range=this_month&by=language,language')).by).toEqual(['language']);
  });

  it('are CSV where it is asked for: RFC 4180, with totals, and without formulas', async () => {
    for (const answer of [
      await csv('range=2026-11-20_to_2026-11-23&rounding=15&format=csv'),
      await csv('range=2026-11-20_to_2026-11-23&rounding=15', { accept: 'text/csv' }),
    ]) {
      expect(answer.status).toBe(200);
      expect(answer.headers).toMatchObject({
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': 'attachment; filename="timesheet_2026-11-20_to_2026-11-23.csv"',
        vary: expect.stringContaining('accept'),
      });
      expect(answer.text.split('\r\n')).toEqual([
        'project,2026-11-20,2026-11-21,2026-11-22,2026-11-23,total',
        `"'=HYPERLINK(""http://evil"",""x"")",1.00,0.00,0.00,0.00,1.00`,
        'engine,0.00,0.00,0.00,0.75,0.75',
        '"a ""quoted"", name",0.00,0.50,0.00,0.00,0.50',
        'site,0.00,0.00,0.00,0.25,0.25',
        'Unknown Project,0.00,0.00,0.00,0.25,0.25',
        'Total,1.00,0.50,0.00,1.25,2.75',
        '',
      ]);
    }
    expect((await csv('range=2026-11-23&format=csv')).text.split('\r\n')[1]).toBe('engine,0:50:00,0:50:00');
    expect((await csv('range=2026-11-23&format=json', { accept: 'text/csv' })).body.data.dates).toEqual(['2026-11-23']);
  });

  it('leave no name that a spreadsheet takes for a formula', async () => {
    const eve = await app.newUser();
    const names = ['=1+1', '+1', '-1', '@SUM(1)', '\t=1', '\r=1', '\n=1', '＝1'];
    for (const [n, name] of names.entries()) {
      await app.send(eve, span(`2026-11-24T${String(n + 1).padStart(2, '0')}:00:00Z`, 10, { project: `${name} of ${n}` }));
    }
    const { text } = await app.call('GET', `/api/v1/${ROUTE}?range=today&format=csv`, eve);
    const cells = text.split('\r\n').map((line) => line.replace(/^"/, ''));
    expect(cells.filter((cell) => /^[=+\-@\t\r\n＝]/.test(cell))).toEqual([]);
    expect(cells.filter((cell) => cell.startsWith("'")).length).toBeGreaterThanOrEqual(5);
  });

  it('have at most 92 days as JSON and 366 as CSV', async () => {
    expect((await app.get(`${ROUTE}?range=last_90_days`, ada)).status).toBe(200);
    for (const range of ['last_year', '2026-01-01_to_2026-04-03']) {
      const { status, body } = await app.get(`${ROUTE}?range=${range}`, ada);
      expect([range, status, body.errors.range]).toEqual([range, 400, [expect.stringMatching(/It has (365|93) days.*at most 92/)]]);
      expect((await csv(`range=${range}&format=csv`)).status).toBe(200);
    }
    expect((await csv('range=2025-11-01_to_2026-11-24&format=csv')).status).toBe(400);
  });

  it('fold what has no row', async () => {
    const eve = await app.newUser();
    const start = Date.parse('2026-11-24T00:00:00Z') / 1000;
    for (let part = 0; part < 2; part++) {
      await app.send(
        eve,
        Array.from({ length: 505 }, (_, n) => ({ time: start + (part * 505 + n) * 30, project: `p${part * 505 + n}` })),
      );
    }
    const data = await sheet('range=today', eve);
    expect(data.rows.length).toBe(1001);
    expect(data.rows.at(-1)).toMatchObject({ project: 'All other projects', total_seconds: 9 * 30 });
    expect(data.total_seconds).toBe(1009 * 30);
  });

  it('refuse what they do not know, and say what they do', async () => {
    for (const [query, field] of [
      ['range=whenever', 'range'],
      ['by=mood', 'by'],
      ['by=project,', 'by'],
      ['rounding=7', 'rounding'],
      ['mode=down', 'mode'],
      ['per=week', 'per'],
      ['format=xlsx', 'format'],
      ['client=none', 'client'],
      ['timezone=Mars', 'timezone'],
    ] as const) {
      const { status, body } = await app.get(`${ROUTE}?${query}`, ada);
      expect([query, status, Object.keys(body.errors ?? {})]).toEqual([query, 400, [field]]);
    }
  });
});
