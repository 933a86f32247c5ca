import { type Actor, Audited } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { isUUID } from 'class-validator';
import { unknownBadgeLink } from './badge-link.js';

/** Deletes a link to a badge: it shows nothing from then on. Not found: a link that there is not, or that is somebody else's. */
@Audited<DeleteBadgeLink>(({ userId }) => ({ subjectId: userId }))
export class DeleteBadgeLink extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly id: string,
  ) {
    super();
  }
}

@CommandHandler(DeleteBadgeLink)
export class DeleteBadgeLinkHandler implements ICommandHandler<DeleteBadgeLink> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, id }: DeleteBadgeLink): Promise<void> {
    if (!isUUID(id, 'all')) throw unknownBadgeLink();
    await transaction(this.em, async (em) => {
      const gone = await sql(em, 'DELETE FROM badge_links WHERE user_id = $1 AND id = $2 RETURNING id', [userId, id]);
      if (gone.length === 0) throw unknownBadgeLink();
    });
  }
}
