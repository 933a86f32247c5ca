import { type Actor, Clock } from '@app/core';
import { ReadPool } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { recordViews } from '../access-log/record-views.js';
import { notByName, seenMember } from './seen-people.js';
import { checkToldZone } from './told-zone.js';
import { type DaysQuestion, type PersonTime, sharesTotals, TimeByName } from './time-by-name.js';

/**
 * The time of a member by day, as far as it is shared with who asks. That they looked is written down first, for the member to see. Not found, alike: no
 * such member, nothing is shared by name with who asks.
 */
export class ViewMemberTime extends Command<PersonTime> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
    readonly member: string,
    readonly question: DaysQuestion,
  ) {
    super();
  }
}

@CommandHandler(ViewMemberTime)
export class ViewMemberTimeHandler implements ICommandHandler<ViewMemberTime> {
  constructor(
    private readonly em: EntityManager,
    private readonly reads: ReadPool,
    private readonly times: TimeByName,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, org, member, question }: ViewMemberTime): Promise<PersonTime> {
    await checkToldZone(this.reads, org.orgId, question.zone);
    const wanted = await seenMember(this.reads, { actor, org, member });
    const [time] = await this.times.read(org.orgId, wanted, question, 'lists');
    if (!time || !sharesTotals(time)) throw notByName();
    await recordViews(this.em, { orgId: org.orgId, actor, what: 'summaries', userIds: [time.person.userId], now: this.clock.now() });
    return time;
  }
}
