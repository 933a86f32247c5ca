import { heartbeat, type Sent, spreadOver } from './heartbeats.js';
import type { Product } from './product.js';
import { progress, rounded, type Table } from './report.js';
import { askBeside, load } from './requests.js';

const DAY = 86_400;
const DAYS = 730;
/** Heartbeats of a session with an agent, one in so many of which is a prompt. */
const PER_SESSION = 120;
const PER_PROMPT = 10;
const TIMES = { rounds: 5, perRound: 20 };

const MODELS = ['opus/5 claude-code/2.1.236', 'sonnet/5 claude-code/2.1.236', 'gpt/5.5-high codex-cli/0.141.0'];

const QUESTIONS = {
  'analytics/ai of a year': 'analytics/ai?range=last_year',
  'analytics/ai of 7 days': 'analytics/ai',
  'stats of a year': 'stats/last_year',
  'summaries of 30 days': 'summaries?range=last_30_days',
  'status bar': 'statusbar/today',
} as const;

const FLOOR = 'SELECT day, activity_id, us, ai_input_tokens, ai_output_tokens FROM daily_rollups WHERE user_id = $1 AND day > $2';

/**
 * Two years round the clock of two people, one of whom works with agents every third sitting: how long answers take over HTTP on one connection,
 * beside a floor: the year's daily rows through a bare pg client.
 */
export async function benchAi(product: Product, heartbeats = 1_000_000): Promise<Table[]> {
  const db = await product.connect();
  const today = Math.floor(Date.now() / 1000 / DAY) * DAY;
  const timeOf = spreadOver(heartbeats, { days: DAYS, today });
  const rows: Table['rows'] = [];
  for (const withAgents of [false, true]) {
    const title = withAgents ? 'with agents' : 'without agents';
    const user = await product.newUser(title.replace(' ', '-'));
    await load(product, user, heartbeats, (n) => sent(n, timeOf(n), withAgents), title);
    progress(`${title}: rolling up`);
    await product.cli('rollups:rebuild', '--user', user.username);
    await db.query('VACUUM (ANALYZE)');
    const floor = (): Promise<unknown> => db.query({ name: 'floor', text: FLOOR, values: [user.id, today / DAY - 365] });
    for (const days of ['clean', 'today dirty']) {
      if (days !== 'clean')
        await db.query('INSERT INTO dirty_days (user_id, day) VALUES ($1, $2) ON CONFLICT DO NOTHING', [user.id, today / DAY]);
      for (const [question, path] of Object.entries(QUESTIONS)) {
        progress(`${title}, ${days}, ${question}`);
        const times = await askBeside(product, user, `users/current/${path}`, floor, TIMES);
        rows.push({ user: title, days, question, ...times, ratio: rounded(times.p50 / times.floor) });
      }
    }
  }
  const { rows: counted } = await db.query<{ daily: number; sessions: number }>(
    'SELECT (SELECT count(*)::int FROM daily_rollups) AS daily, (SELECT count(*)::int FROM ai_session_rollups) AS sessions',
  );
  await db.end();
  return [
    {
      title: `${heartbeats.toLocaleString('en')} heartbeats each, together ${counted[0]?.daily} daily rows and ${counted[0]?.sessions} of sessions: ms over HTTP, medians of ${TIMES.rounds} rounds of ${TIMES.perRound}`,
      rows,
    },
  ];
}

function sent(n: number, time: number, withAgents: boolean): Sent {
  const manual = heartbeat(n, time);
  const session = Math.floor(n / PER_SESSION);
  if (!withAgents || session % 3 > 0) return manual;
  const counted = {
    ai_session: `session ${session}`,
    ai_line_changes: (n % 9) - 2,
    ai_input_tokens: 1000 + (n % 500),
    ai_cached_input_tokens: 20_000,
    ai_output_tokens: 300,
    ...(n % PER_PROMPT === 0 && { ai_prompt_length: 80 + (n % 200) }),
  };
  const model = MODELS[Math.floor(session / 3) % MODELS.length];
  return {
    ...manual,
    category: 'ai coding',
    user_agent: `wakatime/v2.26.0 (linux-6.1.0-x86_64) go1.26.6 ${model} vscode/1.123.0 vscode-wakatime/30.2.1`,
    ...counted,
  };
}
