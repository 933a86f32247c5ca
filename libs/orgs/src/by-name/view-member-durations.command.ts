import { type Actor, Clock } from '@app/core';
import { ReadPool } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { recordViews } from '../access-log/record-views.js';
import { DurationsByName, type PersonDurations } from './durations-by-name.js';
import { notByName, seenMember } from './seen-people.js';

/**
 * When a member worked on which projects on a day: nothing, where not everything of it is shared by name with who asks. That they looked is written down first, for
 * the member to see. Not found, alike: no such member, nothing of the day is shared by name. Refused: a date that is none.
 */
export class ViewMemberDurations extends Command<PersonDurations> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
    readonly member: string,
    readonly date: string,
  ) {
    super();
  }
}

@CommandHandler(ViewMemberDurations)
export class ViewMemberDurationsHandler implements ICommandHandler<ViewMemberDurations> {
  constructor(
    private readonly em: EntityManager,
    private readonly reads: ReadPool,
    private readonly durations: DurationsByName,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, org, member, date }: ViewMemberDurations): Promise<PersonDurations> {
    const wanted = await seenMember(this.reads, { actor, org, member });
    const [time] = await this.durations.read(wanted, date);
    if (!time?.isSeen) throw notByName();
    const userIds = time.isWhole ? [time.person.userId] : [];
    await recordViews(this.em, { orgId: org.orgId, actor, what: 'durations', userIds, now: this.clock.now() });
    return time;
  }
}
