import { type Actor, Clock } from '@app/core';
import { ReadPool } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { recordViews } from '../access-log/record-views.js';
import { seenPeople } from './seen-people.js';
import type { PeopleQuestion } from './view-leaders.command.js';
import { type PersonTime, sharesTotals, TimeByName } from './time-by-name.js';

/** One page of the members of a dashboard who share time by name, by username. */
export interface DashboardTime {
  /** On all pages. */
  total: number;
  people: PersonTime[];
}

/**
 * What the members of a team, or all members, did on some days, of each who shares them by name with who asks. That they looked is written down first, for those on
 * the page to see. Refused: days that are none, and too many; a team that is none.
 */
export class ViewDashboard extends Command<DashboardTime> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
    readonly question: PeopleQuestion,
    readonly page: { page: number; perPage: number },
  ) {
    super();
  }
}

@CommandHandler(ViewDashboard)
export class ViewDashboardHandler implements ICommandHandler<ViewDashboard> {
  constructor(
    private readonly em: EntityManager,
    private readonly reads: ReadPool,
    private readonly times: TimeByName,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, org, question: { team, ...days }, page: { page, perPage } }: ViewDashboard): Promise<DashboardTime> {
    const seen = (await seenPeople(this.reads, { actor, org, team })).toSorted((a, b) =>
      a.username.toLowerCase() < b.username.toLowerCase() ? -1 : 1,
    );
    const times = await this.times.read(org.orgId, seen.slice((page - 1) * perPage, page * perPage), days, 'lists');
    const people = times.filter(sharesTotals);
    const userIds = people.map(({ person }) => person.userId);
    await recordViews(this.em, { orgId: org.orgId, actor, what: 'summaries', userIds, now: this.clock.now() });
    return { total: seen.length, people };
  }
}
