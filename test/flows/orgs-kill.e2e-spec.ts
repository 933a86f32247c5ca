import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { SERVER } from '@app/core';
import { CheckDomains, ComputeOrgSums, ORG_TABLES, PruneViews, SweepOrganizations, SweepOrgSums } from '@app/orgs';
import { type JobContext, UNWATCHED } from '@app/queue';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ProcessOrder } from '../support/command-process.js';
import { connect, type Connection } from '../support/database.js';
import { type DnsServer, startDnsServer } from '../support/dns-server.js';
import { eventually } from '../support/eventually.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

// Each job of organizations is stopped in the middle, by its signal and by a kill of its process. What it did stays, and the next run ends it.

const MINUTE = 60_000;
const DAY = 86_400_000;
/** A Tuesday. */
const NOON = Date.parse('2026-11-24T13:00:00Z');
type Order = Omit<ProcessOrder, 'databaseUrl' | 'at'> & { at?: number };
// Processes start slowly on a busy machine.
jest.setTimeout(180_000);
const never = new AbortController().signal;

describe('a job of organizations that is stopped in the middle', () => {
  let app: TestApp;
  let db: Connection;
  let dns: DnsServer;
  let mails: MailServer;
  let made = 0;

  beforeAll(async () => {
    [dns, mails] = [await startDnsServer(), await startMailServer()];
    app = await startApp({ env: { DNS_SERVERS: [dns.address] } });
    app.clock.at = NOON;
    db = await connect(app.databaseUrl);
  });
  afterEach(async () => {
    await db.query('DROP SEQUENCE IF EXISTS test_steps CASCADE');
    app.clock.at = NOON;
  });
  afterAll(async () => {
    await db.end();
    await app.close();
    await dns.close();
    await mails.close();
  });

  /** Holds whatever does this to a table from the n-th statement on, for a while. */
  async function holdAt(table: string, what: 'INSERT' | 'DELETE' | 'UPDATE', step: number, seconds: number): Promise<void> {
    await db.query(`
      CREATE SEQUENCE test_steps;
      CREATE OR REPLACE FUNCTION test_hold() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN IF nextval(''test_steps'') >= ${step} THEN PERFORM pg_sleep(${seconds}); END IF; RETURN NULL; END';
      CREATE TRIGGER test_hold AFTER ${what} ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION test_hold()`);
    held = table;
  }
  let held = '';
  const isHeld = (step: number) =>
    eventually(
      async () => (await db.query('SELECT CASE WHEN is_called THEN last_value ELSE 0 END::int AS at FROM test_steps')).rows[0].at >= step,
      60,
    );
  async function letGo(): Promise<void> {
    // The server goes on with the statement of a process that is dead.
    await db.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`);
    await eventually(async () => {
      const { rows } = await db.query(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`);
      return rows.length === 0;
    });
    await db.query(`DROP TRIGGER test_hold ON ${held}; DROP SEQUENCE test_steps`);
  }

  /** `ended` is the exit code, and what it complained of. */
  function inProcess(order: Order): { child: ChildProcess; ended: Promise<{ code: number | null; problems: string }> } {
    const whole: ProcessOrder = { databaseUrl: app.databaseUrl, at: app.clock.now(), ...order };
    const args = ['--import', '@swc-node/register/esm-register', 'test/support/command-process.ts', JSON.stringify(whole)];
    const child = spawn(process.execPath, args, { env: { PATH: process.env['PATH'] } });
    const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
    return { child, ended: Promise.all([exit, text(child.stderr)]).then(([code, problems]) => ({ code, problems })) };
  }
  /** Runs a command in a process of its own, and kills it at the n-th statement of a kind. */
  async function killedAt(table: string, what: 'INSERT' | 'DELETE' | 'UPDATE', step: number, order: Order): Promise<void> {
    await holdAt(table, what, step, 300);
    const { child, ended } = inProcess(order);
    await isHeld(step);
    child.kill('SIGKILL');
    await ended;
    await letGo();
  }

  async function newOrg(): Promise<{ id: number; slug: string; owner: TestUser }> {
    const owner = await app.newUser();
    const slug = `kill-${++made}`;
    await app.call('POST', '/api/v1/organizations', owner, { name: slug, slug });
    const { rows } = await db.query<{ id: number }>('UPDATE organizations SET min_group = 3 WHERE slug = $1 RETURNING id', [slug]);
    return { id: rows[0]?.id ?? 0, slug, owner };
  }

  describe('the sums', () => {
    const DAYS = 200;
    let people: TestUser[];

    beforeAll(async () => {
      people = [await app.newUser(), await app.newUser(), await app.newUser()];
      for (const [n, user] of people.entries()) await work(user, DAYS, 5, 60 + n);
    });

    /** Two heartbeats on each of so many days, every `every`-th. */
    const work = (user: TestUser, days: number, every: number, seconds: number) =>
      app.send(
        user,
        Array.from({ length: Math.floor(days / every) }, (_, n) => NOON / 1000 - (n * every + 2) * 86_400).flatMap((time) => [
          { time, project: 'engine' },
          { time: time + seconds, project: 'engine' },
        ]),
      );
    async function orgOf(members: TestUser[]): Promise<number> {
      const { id } = await newOrg();
      for (const { userId } of members) {
        await db.query(`INSERT INTO org_members (org_id, user_id, role, source) VALUES ($1, $2, 'member', 'link')`, [id, userId]);
        await db.query(`INSERT INTO org_shares (org_id, user_id, version, level, spans) VALUES ($1, $2, 1, 1, '[[null, 1]]')`, [
          id,
          userId,
        ]);
      }
      return id;
    }
    const compute = (id: number, context: JobContext = UNWATCHED, sliceMs?: number) =>
      app.commands.execute(new ComputeOrgSums(SERVER, id, context, sliceMs));
    const state = async (id: number) => {
      const { rows } = await db.query(
        'SELECT computed_from, is_whole, whole_at, redone_from, due_at FROM org_sum_states WHERE org_id = $1',
        [id],
      );
      return rows[0];
    };
    const sumsOf = async (id: number) => {
      const { rows } = await db.query(
        `SELECT s.team_id, s.list, s.day, s.place, s.name, s.us, s.people FROM org_sums s JOIN org_sum_states t USING (org_id)
          WHERE s.org_id = $1 AND s.version = t.version ORDER BY 1, 2, 3, 4`,
        [id],
      );
      return rows;
    };
    /** Stops it once it said n times how far it is. Returns how many days it had to do. */
    async function stoppedAfter(id: number, n: number): Promise<number> {
      const stop = new AbortController();
      let [calls, days] = [0, 0];
      const progress = (_: number, total: number) => {
        days = total;
        if (++calls === n) stop.abort();
      };
      await expect(compute(id, { ...UNWATCHED, signal: stop.signal, progress })).rejects.toThrow('aborted');
      return days;
    }
    const daysLeft = async (id: number): Promise<number> => {
      let days = 0;
      await compute(id, { ...UNWATCHED, progress: (_, total) => void (days = total) });
      return days;
    };

    it('for the first time', async () => {
      const [id, undisturbed] = [await orgOf(people), await orgOf(people)];
      const all = await stoppedAfter(id, 2);
      expect(await state(id)).toMatchObject({ is_whole: false, computed_from: expect.any(Number) });
      await killedAt('org_sums', 'INSERT', 2, { command: 'ComputeOrgSums', orgId: id });
      const { computed_from } = await state(id);
      const left = await daysLeft(id);
      expect(left).toBe(all - 3 * 31);
      expect(computed_from).toBeGreaterThan(0);
      await compute(undisturbed);
      expect(await sumsOf(id)).toEqual(await sumsOf(undisturbed));
      expect((await sumsOf(id)).length).toBeGreaterThan(50);
    });

    it('of all days anew, once a day', async () => {
      const [id, undisturbed] = [await orgOf(people), await orgOf(people)];
      for (const each of [id, undisturbed]) await compute(each);
      const before = await sumsOf(id);
      // What comes late of days long ago is told once all days are computed anew.
      for (const user of people) await work(user, 180, 30, 30);
      for (const user of people) await app.send(user, [{ time: NOON / 1000 - 150 * 86_400 }, { time: NOON / 1000 - 150 * 86_400 + 600 }]);
      app.clock.at = NOON + DAY + MINUTE;
      const all = await stoppedAfter(id, 3);
      const reached = await state(id);
      expect(reached).toMatchObject({ is_whole: true, redone_from: expect.any(Number), whole_at: new Date(NOON) });
      await killedAt('org_sums', 'INSERT', 3, { command: 'ComputeOrgSums', orgId: id });
      const further = await state(id);
      expect(further.redone_from).toBe(reached.redone_from - 31);
      // The newest days are computed each time; of the others what is left.
      expect(await daysLeft(id)).toBe(all - 3 * 31);
      await compute(undisturbed);
      expect(await state(id)).toMatchObject({ redone_from: null, whole_at: new Date(app.clock.at) });
      expect(await sumsOf(id)).toEqual(await sumsOf(undisturbed));
      expect(await sumsOf(id)).not.toEqual(before);
      // What is left over of one day does not shorten the next.
      app.clock.at += DAY + MINUTE;
      expect(await daysLeft(id)).toBe(all + 1);
    });

    it('make room for other organizations, go on after them, and end the same', async () => {
      const [large, small, undisturbed] = [await orgOf(people), await orgOf(people), await orgOf(people)];
      await compute(undisturbed);
      await db.query(`DELETE FROM jobs; UPDATE org_sum_states SET due_at = 'infinity'`);
      await app.commands.execute(new SweepOrgSums(SERVER));
      const waiting = async () =>
        (await db.query(`SELECT (payload->>'orgId')::int AS org FROM jobs WHERE state = 'queued' ORDER BY created_at, id`)).rows.map(
          ({ org }) => org,
        );
      expect(new Set(await waiting())).toEqual(new Set([large, small]));
      // The worker takes the large one, and has twenty seconds for it: none here.
      await db.query(`UPDATE jobs SET state = 'running' WHERE (payload->>'orgId')::int = $1`, [large]);
      await compute(large, UNWATCHED, 0);
      const first = await state(large);
      expect([first.is_whole, first.due_at.getTime() <= app.clock.now()]).toEqual([false, true]);
      await db.query(`UPDATE jobs SET state = 'done' WHERE state = 'running'`);
      await app.commands.execute(new SweepOrgSums(SERVER));
      expect(await waiting()).toEqual([small, large]);
      await compute(large, UNWATCHED, 0);
      expect((await state(large)).computed_from).toBe(first.computed_from - 31);
      await compute(small);
      await db.query(`UPDATE jobs SET state = 'done'`);
      // Nobody waits any more.
      await compute(large, UNWATCHED, 0);
      expect((await state(large)).is_whole).toBe(true);
      expect(await sumsOf(large)).toEqual(await sumsOf(undisturbed));
    });

    it('come to an end though others always wait', async () => {
      const [id, other] = [await orgOf(people), await orgOf(people)];
      await db.query(`INSERT INTO jobs (id, queue, name, payload) VALUES (gen_random_uuid(), 'orgs', 'compute-org-sums', $1)`, [
        { orgId: other },
      ]);
      let slices = 0;
      const untilWhole = async (at: number) => {
        for (slices = 0; (await state(id))?.whole_at?.getTime() !== at; slices++) {
          expect(slices).toBeLessThan(20);
          await compute(id, UNWATCHED, 0);
        }
      };
      await untilWhole(NOON);
      expect(slices).toBeGreaterThan(5);
      app.clock.at = NOON + DAY + MINUTE;
      await untilWhole(app.clock.at);
      expect(slices).toBeGreaterThan(5);
      await db.query('DELETE FROM jobs');
    });
  });

  describe('the removal of one that was deleted', () => {
    async function deleted(): Promise<{ id: number; slug: string; left: () => Promise<string[]> }> {
      const { id, slug, owner } = await newOrg();
      await app.call('POST', `/api/v1/organizations/${slug}/teams`, owner, { name: 'Engines' });
      await app.call('POST', `/api/v1/organizations/${slug}/keys`, owner, { name: 'x', permissions: ['org:read'] });
      await app.call('DELETE', `/api/v1/organizations/${slug}`, owner);
      await db.query('UPDATE organizations SET deleted_at = $2 WHERE id = $1', [id, new Date(NOON - 31 * DAY)]);
      const left = async () => {
        const tables: string[] = [];
        for (const table of [...ORG_TABLES, 'organizations'])
          if ((await db.query(`SELECT FROM ${table} WHERE ${table === 'organizations' ? 'id' : 'org_id'} = $1`, [id])).rowCount)
            tables.push(table);
        return tables;
      };
      return { id, slug, left };
    }
    const audited = async (id: number) =>
      (await db.query(`SELECT FROM audit_log WHERE org_id = $1 AND message = 'RemoveOrganization'`, [id])).rowCount;

    it('by its signal', async () => {
      const { id, left } = await deleted();
      await holdAt('org_teams', 'DELETE', 1, 1);
      const stop = new AbortController();
      const [outcome] = await Promise.allSettled([
        app.commands.execute(new SweepOrganizations(SERVER, stop.signal)),
        isHeld(1).then(() => stop.abort()),
      ]);
      expect(outcome.status).toBe('rejected');
      await letGo();
      expect([await left(), await audited(id)]).toEqual([['org_members', 'organizations'], 0]);
      await app.commands.execute(new SweepOrganizations(SERVER));
      expect([await left(), await audited(id)]).toEqual([[], 1]);
    });

    it('by a kill', async () => {
      const { id, left } = await deleted();
      await killedAt('org_teams', 'DELETE', 1, { command: 'SweepOrganizations' });
      expect([await left(), await audited(id)]).toEqual([['org_teams', 'org_members', 'organizations'], 0]);
      expect(await inProcess({ command: 'SweepOrganizations' }).ended).toMatchObject({ code: 0 });
      expect([await left(), await audited(id)]).toEqual([[], 1]);
    });
  });

  describe('the mails of invitations', () => {
    const env = () => ({ SMTP_URL: mails.url, MAIL_FROM: 'Chronova <c@example.com>', PUBLIC_URL: 'https://time.example.com' });

    it('are not lost, and one link of each works', async () => {
      app.clock.at = undefined;
      const { slug, owner } = await newOrg();
      const emails = Array.from({ length: 13 }, (_, n) => `kill.${n}@example.com`);
      await app.call('POST', `/api/v1/organizations/${slug}/invites`, owner, { emails, role: 'member' });
      await db.query('UPDATE org_invites SET mail_due_at = now()');
      const arrived = new Map<string, string[]>();
      let [hold, isHolding] = [true, false];
      mails.beforeTaking = async ({ to, links }) => {
        const token = new URL(links.at(-1) ?? '').searchParams.get('token') ?? '';
        arrived.set(to, [...(arrived.get(to) ?? []), token]);
        // The fourth was written and is never acknowledged.
        if (hold && arrived.size === 4) {
          isHolding = true;
          await new Promise(() => {});
        }
      };
      const { child, ended } = inProcess({ command: 'SweepInvites', env: env() });
      await eventually(async () => isHolding, 60);
      child.kill('SIGKILL');
      await ended;
      hold = false;
      const mailed = async () => (await db.query('SELECT FROM org_invites WHERE mailed_at IS NOT NULL')).rowCount;
      expect(await mailed()).toBe(3);
      const later = Date.now() + 6 * MINUTE;
      expect(await inProcess({ command: 'SweepInvites', env: env(), at: later }).ended).toMatchObject({ code: 0 });
      mails.beforeTaking = async () => {};
      expect(await mailed()).toBe(13);
      expect((await db.query('SELECT FROM org_invites WHERE mail_due_at IS NOT NULL')).rowCount).toBe(0);
      expect([...arrived.values()].map((tokens) => tokens.length).toSorted((a, b) => a - b)).toEqual([
        ...Array.from({ length: 12 }, () => 1),
        2,
      ]);
      for (const tokens of arrived.values()) {
        const answers = [];
        for (const token of tokens) answers.push((await app.call('GET', `/api/v1/invites/${token}`, null)).status);
        expect(answers).toEqual([...tokens.slice(1).map(() => 404), 200]);
      }
    });
  });

  it('the look-up of domains', async () => {
    const { id, slug, owner } = await newOrg();
    const { body } = await app.call('POST', `/api/v1/organizations/${slug}/domains`, owner, { domain: 'killed.test' });
    dns.texts.set(body.data.record.name, [body.data.record.value]);
    const { status } = await app.call('POST', `/api/v1/organizations/${slug}/domains/killed.test/verify`, owner);
    expect(status).toBe(200);
    const row = async () =>
      (await db.query('SELECT check_due_at, checked_at, misses, verified_at FROM org_domains WHERE org_id = $1', [id])).rows[0];
    app.clock.at = NOON + 8 * DAY;
    dns.answers = false;
    const { child, ended } = inProcess({ command: 'CheckDomains', env: { DNS_SERVERS: [dns.address] } });
    await eventually(async () => (await row()).check_due_at.getTime() === app.clock.now() + 10 * MINUTE, 60);
    child.kill('SIGKILL');
    await ended;
    dns.answers = true;
    const check = () => app.commands.execute(new CheckDomains(SERVER, never));
    await check();
    expect((await row()).checked_at).toEqual(new Date(NOON));
    app.clock.at += 10 * MINUTE;
    await check();
    expect(await row()).toMatchObject({ checked_at: new Date(app.clock.at), check_due_at: new Date(app.clock.at + 7 * DAY), misses: 0 });
  });

  it('the pruning of who looked', async () => {
    const { id, owner } = await newOrg();
    const insert = `
      INSERT INTO org_views (user_id, org_id, day, viewer_kind, viewer_id, what, last_at)
      SELECT $1, $2, d, 'user', 1, 'leaders', now() FROM unnest($3::int[]) d`;
    const today = Math.floor(NOON / DAY);
    await db.query(insert, [owner.userId, id, [today - 500, today - 401, today - 400, today]]);
    const days = async () => (await db.query('SELECT day FROM org_views ORDER BY day')).rows.map(({ day }) => today - day);
    await killedAt('org_views', 'DELETE', 1, { command: 'PruneViews' });
    expect(await days()).toEqual([500, 401, 400, 0]);
    await app.commands.execute(new PruneViews(SERVER));
    expect(await days()).toEqual([400, 0]);
  });
});
