import { randomUUID } from 'node:crypto';
import { type Actor, Audited, badParameter, DomainError, hasUnseen } from '@app/core';
import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { digestOf } from '../digests.js';
import { categoryName, shownName } from '../shown-activity.js';
import { activitiesOf, sentOf } from './activity-rows.js';
import { changeNames } from './change-names.js';
import { type NamedField, PLACES } from './fields.js';
import { followRename } from './former-names.js';
import { namingOf } from './namings.js';

/** Renames that an account has at most. */
export const MOST_RENAMES = 5_000;
/** Characters of a name that is given. */
export const LONGEST_NAME = 500;

/**
 * Shows everything of a dimension that is shown as `name` as `to` from now on, in all of history and in what comes. Where something is shown
 * as `to` already, both are one then: a merge. Roll-ups stay as they are. Undone by `UndoRename`, which shows again what was sent. Not found:
 * nothing is shown as `name`. Refused: the same name, a name that is empty, longer than 500 characters or has invisible ones; the 5,001st.
 */
@Audited<RenameValue>(({ userId, dimension, name, to }) => ({ subjectId: userId, details: { dimension, name, to } }))
export class RenameValue extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly dimension: NamedField,
    /** As it is shown now. */
    readonly name: string,
    readonly to: string,
  ) {
    super();
  }
}

@CommandHandler(RenameValue)
export class RenameValueHandler implements ICommandHandler<RenameValue> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, dimension, name, to }: RenameValue): Promise<void> {
    await changeNames(this.em, userId, (em) => renameValue(em, userId, dimension, { name, to }));
  }
}

/** What `RenameValue` does, in the transaction that `changeNames` gives. Returns the name that is shown. */
export async function renameValue(
  em: EntityManager,
  userId: number,
  dimension: NamedField,
  asked: { name: string; to: string },
): Promise<string> {
  const name = dimension === 'category' ? categoryName(asked.name) : shownName(asked.name);
  const to = newNameOf(dimension, asked.to);
  if (name === to) throw badParameter('to', `It is shown as ${to} already.`);
  const renamed = await sql(em, MOVE_RENAMES, [userId, dimension, name, to]);
  // Its own name, where it is the own name of something.
  const ownName = await isOwnName(em, userId, dimension, name);
  if (!ownName && renamed.length === 0) throw unknownName(dimension, name);
  await followRename(em, userId, dimension, { name, to, isOwn: ownName });
  if (ownName) await sql(em, ADD_RENAME, [userId, randomUUID(), dimension, digestOf(name), name, to]);
  await sql(em, FORGET_OWN_NAMES, [userId, dimension]);
  const [count] = await sql<{ n: number }>(em, 'SELECT count(*)::int AS n FROM renames WHERE user_id = $1', [userId]);
  if (count && count.n > MOST_RENAMES) throw tooManyRenames();
  return to;
}

/** Whether an activity that no rename changes is called so. */
async function isOwnName(em: EntityManager, userId: number, dimension: NamedField, name: string): Promise<boolean> {
  const naming = await namingOf(em, userId);
  const activities = await activitiesOf(em, userId);
  const place = PLACES[dimension];
  for (const row of activities.values()) {
    if (naming.rule(sentOf(row)).shown[place] === name) return !naming.isRenamed(dimension, name);
  }
  return false;
}

/** A name that somebody gives, as it is shown. */
function newNameOf(dimension: NamedField, wanted: string): string {
  const name = shownName(wanted.trim());
  if (name === '') throw badParameter('to', 'Give a name.');
  if (name.length > LONGEST_NAME) throw badParameter('to', `Use at most ${LONGEST_NAME} characters.`);
  if (hasUnseen(name)) throw badParameter('to', 'Leave out line breaks and invisible characters.');
  return dimension === 'category' ? categoryName(name) : name;
}

function unknownName(dimension: NamedField, name: string): DomainError {
  return new DomainError('not-found', 'name.unknown', `You have no ${dimension.replaceAll('_', ' ')} ${JSON.stringify(name)}.`);
}

function tooManyRenames(): DomainError {
  return new DomainError(
    'conflict',
    'renames.too-many',
    `An account has ${MOST_RENAMES} renames at most. Undo some, or use a rule: one with a wildcard renames many names.`,
  );
}

const MOVE_RENAMES = `
  UPDATE renames SET shown_name = $4 WHERE user_id = $1 AND dimension = $2 AND shown_name = $3 RETURNING id`;

const ADD_RENAME = `
  INSERT INTO renames (user_id, id, dimension, digest, name, shown_name) VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (user_id, dimension, digest) DO NOTHING`;

/** What is shown by its own name again needs no rename. */
const FORGET_OWN_NAMES = 'DELETE FROM renames WHERE user_id = $1 AND dimension = $2 AND name = shown_name';
