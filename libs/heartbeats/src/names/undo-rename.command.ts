import { type Actor, Audited, DomainError } from '@app/core';
import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { shownName } from '../shown-activity.js';
import { changeNames } from './change-names.js';
import type { NamedField } from './fields.js';
import { followUndo, type UndoneRename } from './former-names.js';

/** Which renames: one, by its id, or all that show something as this name. */
export type WhichRenames = { readonly id: string } | { readonly dimension: NamedField; readonly shown: string };

/**
 * Shows by its own name again what was renamed: as it was sent, and as rules set it. At once, in all of history. Returns how many names those
 * are. Not found: there is no such rename, or it is somebody else's.
 */
@Audited<UndoRename>(({ userId, which }) => ({ subjectId: userId, details: { ...which } }))
export class UndoRename extends Command<number> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly which: WhichRenames,
  ) {
    super();
  }
}

@CommandHandler(UndoRename)
export class UndoRenameHandler implements ICommandHandler<UndoRename> {
  constructor(private readonly em: EntityManager) {}

  execute({ userId, which }: UndoRename): Promise<number> {
    return changeNames(this.em, userId, async (em) => {
      const gone =
        'id' in which
          ? await sql<UndoneRename>(em, DELETE_RENAME, [userId, which.id])
          : await sql<UndoneRename>(em, DELETE_RENAMES, [userId, which.dimension, shownName(which.shown)]);
      if (gone.length === 0) throw unknownRename();
      await followUndo(em, userId, gone);
      return gone.length;
    });
  }
}

function unknownRename(): DomainError {
  return new DomainError('not-found', 'rename.unknown', 'You have no such rename. The list of renames has those that there are.');
}

const DELETE_RENAME = 'DELETE FROM renames WHERE user_id = $1 AND id::text = lower($2) RETURNING dimension, name, shown_name AS shown';
const DELETE_RENAMES =
  'DELETE FROM renames WHERE user_id = $1 AND dimension = $2 AND shown_name = $3 RETURNING dimension, name, shown_name AS shown';
