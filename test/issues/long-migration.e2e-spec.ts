import { setTimeout as sleep } from 'node:timers/promises';
import { migrate, waitForSchema } from '@app/database';
import { expect, it } from '@jest/globals';
import { LOCK_MIGRATIONS } from '../../libs/database/src/locks.js';
import { connect, createEmptyDatabase } from '../support/database.js';

// A migration that looks at all heartbeats took longer than the minute that workers waited for it.
it('whoever waits for the schema waits as long as somebody migrates, and no longer', async () => {
  const databaseUrl = await createEmptyDatabase();
  const holder = await connect(databaseUrl);
  try {
    await holder.query('BEGIN');
    await holder.query(LOCK_MIGRATIONS);
    // It is next.
    const migrating = migrate(databaseUrl);
    const waiting = waitForSchema(databaseUrl, 0).then(
      () => 'is there',
      (error: Error) => error.message,
    );
    expect(await Promise.race([waiting, sleep(2000).then(() => 'waits')])).toBe('waits');
    await holder.query('COMMIT');
    await migrating;
    expect(await waiting).toBe('is there');
  } finally {
    await holder.end();
  }
  await expect(waitForSchema(await createEmptyDatabase(), 0)).rejects.toThrow('was not brought to version');
});
