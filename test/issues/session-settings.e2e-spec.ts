import { OPERATOR } from '@app/core';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DumpDatabase, migrate, PriorityPool, waitForSchema } from '@app/database';
import { afterAll, expect, it } from '@jest/globals';
import { type Connection, connect, createDatabase } from '../support/database.js';
import { startApp } from '../support/start-app.js';
import { startWorker } from '../support/start-worker.js';

let client: Connection | undefined;
let folder: string | undefined;

afterAll(async () => {
  await client?.end();
  if (folder) await rm(folder, { recursive: true });
});

// A stock PostgreSQL compiles our longer statements, which takes seconds. Nobody but the session itself knows its settings, so the server
// is told to write them down at every login, which it can from version 17 on.
it('no connection takes what the server decides for it', async () => {
  const databaseUrl = await createDatabase();
  client = await connect(databaseUrl);
  const { rows } = await client.query<{ n: number }>(`SELECT current_setting('server_version_num')::int AS n`);
  if ((rows[0]?.n ?? 0) < 170_000) return;
  await client.query(`
    DO $$ BEGIN
      EXECUTE format('ALTER DATABASE %I SET jit = on', current_database());
      EXECUTE format('ALTER DATABASE %I SET statement_timeout = 1', current_database());
      EXECUTE format('ALTER DATABASE %I SET datestyle = German', current_database());
      EXECUTE format('ALTER DATABASE %I SET timezone = %L', current_database(), 'Asia/Kolkata');
      EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database());
      EXECUTE format('ALTER DATABASE %I SET default_transaction_isolation = serializable', current_database());
      EXECUTE format('ALTER DATABASE %I SET plan_cache_mode = force_generic_plan', current_database());
      EXECUTE format('ALTER DATABASE %I SET search_path = nowhere', current_database());
      EXECUTE format('ALTER DATABASE %I SET array_nulls = off', current_database());
      EXECUTE format('ALTER DATABASE %I SET idle_in_transaction_session_timeout = 1', current_database());
    END $$;
    CREATE TABLE public.logins (application text, jit text, work_mem text, others text);
    CREATE FUNCTION public.note_login() RETURNS event_trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO public.logins VALUES (current_setting('application_name'), current_setting('jit'), current_setting('work_mem'),
        concat_ws(' ', current_setting('datestyle'), current_setting('timezone'), current_setting('synchronous_commit'),
          current_setting('transaction_isolation'), current_setting('plan_cache_mode'), current_setting('search_path'),
          current_setting('array_nulls'), current_setting('idle_in_transaction_session_timeout')));
    END $$;
    CREATE EVENT TRIGGER note_login ON login EXECUTE FUNCTION public.note_login();
    ALTER EVENT TRIGGER note_login ENABLE ALWAYS;`);
  const withOptions = `${databaseUrl}?options=-c%20work_mem%3D5MB`;
  await migrate(withOptions);
  await waitForSchema(withOptions);
  const app = await startApp({ databaseUrl: withOptions });
  const worker = await startWorker(withOptions);
  try {
    const user = await app.newUser();
    expect((await app.send(user, [{ time: 1_767_607_200 }])).status).toBeLessThan(300);
    expect((await app.get('users/current/statusbar/today', user)).status).toBe(200);
    folder = await mkdtemp(path.join(tmpdir(), 'dump-'));
    await app.commands.execute(new DumpDatabase(OPERATOR, path.join(folder, 'dump')));
  } finally {
    await worker.close();
    await app.close();
  }
  const logins = await client.query<{ application: string; jit: string; work_mem: string; others: string }>(
    `SELECT DISTINCT application, jit, work_mem, others FROM public.logins WHERE application LIKE 'chronova%' ORDER BY 1`,
  );
  expect(logins.rows.map((login) => login.application)).toEqual([
    'chronova',
    'chronova dump',
    'chronova instance lock',
    'chronova migrations',
    'chronova priority',
    'chronova queue',
    'chronova reads',
    'chronova waiting',
  ]);
  // What the address asks for itself counts beside it.
  for (const login of logins.rows)
    expect(login).toMatchObject({
      jit: 'off',
      work_mem: '5MB',
      others: expect.stringMatching(/^ISO, .* UTC on read committed auto (public|"bullmq") on 0$/),
    });
});

// `priorityWorkEnded` relies on it: a client that gave up ends no statement.
it('the server ends what nobody waits for any more in the pool of ingest', async () => {
  const app = await startApp();
  try {
    const rows = await app.nest.get(PriorityPool).query('timeout', 'SHOW statement_timeout', []);
    expect(rows).toEqual([{ statement_timeout: '6s' }]);
  } finally {
    await app.close();
  }
});
