import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TimeReader } from '@app/analytics';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const T = Date.parse('2026-11-24T10:00:00Z') / 1000;
const DECOMPOSED = 'cafe\u0301';
const COMPOSED = 'caf\u00e9';

describe('names that are shown', () => {
  let app: TestApp;
  let ada: TestUser;

  beforeAll(async () => {
    app = await startApp();
    app.clock.at = Date.parse('2026-11-24T12:00:00Z');
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    ada = await app.newUser();
  });

  const lists = async (query = '') => (await app.get(`users/current/summaries?start=2026-11-24&end=2026-11-24${query}`, ada)).body.data[0];
  const blocks = async (slice: string) => (await app.get(`users/current/durations?date=2026-11-24&slice_by=${slice}`, ada)).body.data;
  const names = (list: { name: string }[]) => list.map(({ name }) => name);
  /** One heartbeat a minute, the last of which ends the time of the one before. */
  const send = (heartbeats: Record<string, unknown>[]) =>
    app.send(
      ada,
      heartbeats.map((heartbeat, n) => ({ entity: '/x/a', ...heartbeat, time: T + n * 60 })),
    );

  it.each([
    ['languages', 'language', ['Python', 'python', 'PYTHON', 'py'], 'Python'],
    ['languages', 'language', ['typescriptreact', 'TSX', 'tsx'], 'TSX'],
    ['languages', 'language', ['shellscript', 'Shell', 'bash'], 'Shell'],
    ['languages', 'language', ['csharp', 'C#', 'c#'], 'C#'],
    ['languages', 'language', ['cpp', 'C++'], 'C++'],
    ['languages', 'language', ['jsonc', 'JSON with Comments'], 'JSON with Comments'],
    ['languages', 'language', ['plaintext', 'Text', 'Plain Text'], 'Text'],
    ['categories', 'category', ['coding', 'Coding', 'CODING', undefined], 'Coding'],
    ['categories', 'category', ['ai coding', 'AI Coding'], 'AI Coding'],
    ['editors', 'editor', ['vscode', 'VS Code', 'Visual Studio Code', { name: 'vscode', version: null }], 'VS Code'],
    ['operating_systems', 'operating_system', ['darwin', 'macOS', 'Mac', { name: 'macos' }], 'Mac'],
    ['operating_systems', 'operating_system', ['win32', 'Windows_NT', 'windows'], 'Windows'],
    ['projects', 'project', [DECOMPOSED, COMPOSED], COMPOSED],
    ['machines', 'machine', [DECOMPOSED, COMPOSED], COMPOSED],
  ])('%s: %s %j are one', async (list, field, spellings, shown) => {
    await send([...spellings, spellings[0]].map((spelling) => ({ [field]: spelling })));
    const day = await lists();
    expect(day[list]).toMatchObject([{ name: shown, total_seconds: spellings.length * 60 }]);
    const slice = field === 'operating_system' ? 'os' : field;
    if (field !== 'project') expect(await blocks(slice)).toMatchObject([{ [slice]: shown, duration: spellings.length * 60 }]);
  });

  it('of a project and a branch are found in whatever form they are asked for', async () => {
    await send([DECOMPOSED, COMPOSED, COMPOSED].map((name) => ({ project: name, branch: name })));
    for (const name of [DECOMPOSED, COMPOSED].map(encodeURIComponent)) {
      const day = await lists(`&project=${name}&branches=${name}`);
      expect(day.grand_total.total_seconds).toBe(120);
      expect(names(day.branches)).toEqual([COMPOSED]);
    }
  });

  it('of entities and dependencies are one', async () => {
    await send([DECOMPOSED, COMPOSED, COMPOSED].map((name) => ({ project: 'p', entity: `/x/${name}`, dependencies: [name] })));
    const day = await lists('&project=p');
    expect(names(day.entities)).toEqual([`/x/${COMPOSED}`]);
    expect(names(day.dependencies)).toEqual([COMPOSED]);
  });

  it('are the language of the file where none was sent', async () => {
    await send([
      { entity: '/x/a.py' },
      { entity: '/x/Dockerfile' },
      { entity: '/x/a.rs', language: 'Go' },
      { entity: '/x/notes' },
      { entity: 'https://site.example/a.py', type: 'url' },
      { entity: '/x/a.py', language: '<<LAST_LANGUAGE>>' },
      { entity: '/x/a.py' },
    ]);
    const day = await lists();
    expect(day.languages.map((l: { name: string; total_seconds: number }) => [l.name, l.total_seconds])).toEqual([
      ['Go', 120],
      ['Other', 120],
      ['Dockerfile', 60],
      ['Python', 60],
    ]);
  });

  it('are found by what was sent and by what is shown', async () => {
    await send([{ language: 'javascriptreact', editor: 'vscode' }, { language: 'Go' }]);
    for (const query of ['language=javascriptreact', 'language=JavaScript', 'editor=vscode', 'editor=VS%20Code']) {
      const { body } = await app.get(`users/current/heartbeats?${query}`, ada);
      expect([query, body.total]).toEqual([query, 1]);
    }
  });

  it('tell AI agents from editors', async () => {
    const cli = 'wakatime/v2.22.2 (linux-x86_64) go1.26.5';
    const agents = [
      `${cli} claude-code/2.1.236 cursor/1.105.1 vscode-wakatime/30.2.1`,
      `${cli} cursor/1.105.1 vscode-wakatime/30.2.1`,
      `${cli} opus/5 claude-code/2.1.236`,
    ];
    await send([...agents, ''].map((user_agent) => ({ user_agent })));
    const today = { first: '2026-11-24', last: '2026-11-24' };
    const read = (filter: { aiAgent?: string[] }) =>
      app.nest.get(TimeReader).read({ userId: ada.userId }, () => today, filter, { times: 'range', lists: ['aiAgent', 'editor'] });
    const minutesOf = (list: readonly { name: string; us: number }[]) => Object.fromEntries(list.map(({ name, us }) => [name, us / 60e6]));
    const { lists: all } = await read({});
    expect(minutesOf(all.aiAgent)).toEqual({ 'Claude Code': 2, Unknown: 1 });
    expect(minutesOf(all.editor)).toEqual({ Cursor: 2, 'Claude Code': 1 });
    const ofAgent = await read({ aiAgent: ['Claude Code'] });
    expect(minutesOf(ofAgent.lists.editor)).toEqual({ Cursor: 1, 'Claude Code': 1 });
  });
});
