import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PriorityPool } from '@app/database';
import fc from 'fast-check';
import { must } from '@app/core';
import { Dimensions } from '../../libs/heartbeats/src/dimensions.js';
import { NO_NAMING } from '../../libs/heartbeats/src/names/naming.js';
import type { SentActivity } from '../../libs/heartbeats/src/shown-activity.js';
import { connect, type Connection } from '../support/database.js';
import { startApp, type TestApp } from '../support/start-app.js';

/** Texts that would be taken for another user's, another kind's or another field's, if they were only joined. */
const text = fc.string({ unit: fc.constantFrom('1', '2', 'a', 'e', 'u', '"', ',', '[', ']', '\\', ' ', '|', ':', 'é'), maxLength: 4 });
const activity = fc
  .tuple(text, text, text, text, text, text, text, text, text, text, text, fc.constant(''))
  .map((fields): SentActivity => fields);

describe('ids of dimensions', () => {
  let app: TestApp;
  let db: Connection;
  let users: number[];

  beforeAll(async () => {
    app = await startApp();
    db = await connect(app.databaseUrl);
    users = [];
    // From 1 on: ids of one digit and of two, so that one begins another.
    while (users.length < 12) users.push((await app.newUser()).userId);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });

  /** The texts that rows of this user have by these ids. */
  async function stored(userId: number, table: string, column: string, ids: readonly number[]): Promise<unknown[]> {
    const { rows } = await db.query(
      `SELECT ${column} AS value FROM unnest($2::int[]) WITH ORDINALITY AS u (id, n)
         LEFT JOIN ${table} t ON t.user_id = $1 AND t.id = u.id ORDER BY n`,
      [userId, ids],
    );
    return rows.map((r: { value: unknown }) => r.value);
  }

  it('are those of the same user, kind and whole text, however often they are asked for and from whichever memory', async () => {
    const dimensions = app.nest.get(Dimensions);
    const batch = fc.record({ user: fc.nat(11), activities: fc.array(activity), entities: fc.array(text), userAgents: fc.array(text) });
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { maxLength: 4 }), async (batches) => {
        for (const { user, activities, entities, userAgents } of [...batches, ...batches]) {
          const userId = users[user] ?? 0;
          for (const memory of [dimensions, new Dimensions(app.nest.get(PriorityPool))]) {
            const ids = must(await memory.resolve(userId, NO_NAMING, activities, entities, userAgents), 'ids');
            expect(await stored(userId, 'entities', 'name', ids.entities)).toEqual(entities);
            expect(await stored(userId, 'user_agents', 'value', ids.userAgents)).toEqual(userAgents);
            expect(await stored(userId, 'activities', FIELDS, ids.activities)).toEqual(activities.map((fields) => fields.slice(0, SENT)));
          }
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('are remembered only when their rows are committed', async () => {
    const dimensions = app.nest.get(Dimensions);
    const userId = users[0] ?? 0;
    const entity = 'not committed';
    // A text that PostgreSQL refuses ends the request after the entity was made.
    await expect(dimensions.resolve(userId, NO_NAMING, [], [entity], ['\u0000'])).rejects.toThrow('0x00');
    const { entities } = must(await dimensions.resolve(userId, NO_NAMING, [], [entity], []), 'ids');
    expect(await stored(userId, 'entities', 'name', entities)).toEqual([entity]);
  });
});

const SENT = 11;
const FIELDS =
  'array[sent_project, sent_branch, sent_language, sent_category, sent_type, sent_editor, sent_operating_system, sent_machine, sent_ai_model, sent_ai_agent, file_language]';
