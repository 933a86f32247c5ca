import { setTimeout as sleep } from 'node:timers/promises';
import { type Actor, Audited, DomainError } from '@app/core';
import { deleteLastUserRows, deleteUserRows, insertAuditRow, sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AccountEnds } from './account-ends.js';
import { LOOK_UP_TTL_MS } from '../lifetimes.js';
import { unknownUser } from './user-rules.js';

/** Longer than a look-up of a key is remembered. */
const UNTIL_REFUSED_MS = 2 * LOOK_UP_TTL_MS;

/**
 * Deletes an account and everything that it has, for ever. First it is disabled, so that nothing more comes in, and whatever must not be without it is
 * handed on (`AccountEnds`); then its rows go, in many small
 * transactions; the account itself goes last. Stopped in between it is a disabled account with less in it, and the same command goes on.
 * What the audit log says about it stays. Refused: an unknown account, the owner's.
 */
@Audited<DeleteUser>(({ userId }) => ({ subjectId: userId }))
export class DeleteUser extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    /** Hears how many rows are gone. */
    readonly progress: (rows: number) => void = () => {},
  ) {
    super();
  }
}

@CommandHandler(DeleteUser)
export class DeleteUserHandler implements ICommandHandler<DeleteUser> {
  constructor(
    private readonly em: EntityManager,
    private readonly ends: AccountEnds,
  ) {}

  async execute({ userId, progress }: DeleteUser): Promise<void> {
    await transaction(this.em, async (em) => {
      const before = await this.ends.run(em, userId);
      await disable(em, userId);
      // What came before the account was locked. From now on nothing comes.
      const since = await this.ends.run(em, userId);
      for (const row of [...before, ...since]) await insertAuditRow(em, row);
    });
    await sleep(UNTIL_REFUSED_MS);
    await deleteUserRows(this.em, userId, progress);
    await transaction(this.em, async (em) => {
      await deleteLastUserRows(em, userId);
      await sql(em, 'DELETE FROM users WHERE id = $1', [userId]);
    });
  }
}

async function disable(em: EntityManager, userId: number): Promise<void> {
  const [user] = await sql<{ is_owner: boolean }>(em, 'SELECT is_owner FROM users WHERE id = $1 FOR UPDATE', [userId]);
  if (!user) throw unknownUser();
  if (user.is_owner) throw new DomainError('forbidden', 'user.owner', 'The owner cannot be deleted.');
  await sql(em, 'UPDATE users SET disabled_at = least(disabled_at, now()), modified_at = now() WHERE id = $1', [userId]);
}
