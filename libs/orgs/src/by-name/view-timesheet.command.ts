import { type Actor, Clock } from '@app/core';
import { ReadPool } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { recordViews } from '../access-log/record-views.js';
import { levelOn, TOTALS } from '../sharing/levels.js';
import type { Sharer } from '../sharing/sharers.js';
import { seenPeople } from './seen-people.js';
import { checkToldZone } from './told-zone.js';
import { type PersonTime, TimeByName } from './time-by-name.js';
import type { PeopleQuestion } from './view-leaders.command.js';

/** What rows of a timesheet of an organization are: members, or what each spent on each project. */
export const ORG_SHEET_ROWS = ['member', 'project'] as const;
export type OrgSheetRows = (typeof ORG_SHEET_ROWS)[number];

export interface OrgSheetQuestion extends PeopleQuestion {
  by: OrgSheetRows;
}

/** One page of the members who share by name, by username. */
export interface OrgSheet {
  /** On all pages. */
  total: number;
  by: OrgSheetRows;
  people: PersonTime[];
}

/**
 * The time of members by day, as far as each shares it with who asks: members who share by name, by username. That they looked is written down first, for
 * those on the page to see. Refused: as for leaders.
 */
export class ViewOrgTimesheet extends Command<OrgSheet> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
    readonly question: OrgSheetQuestion,
    readonly page: { page: number; perPage: number },
  ) {
    super();
  }
}

@CommandHandler(ViewOrgTimesheet)
export class ViewOrgTimesheetHandler implements ICommandHandler<ViewOrgTimesheet> {
  constructor(
    private readonly em: EntityManager,
    private readonly reads: ReadPool,
    private readonly times: TimeByName,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, org, question, page: { page, perPage } }: ViewOrgTimesheet): Promise<OrgSheet> {
    const { team, by, ...days } = question;
    await checkToldZone(this.reads, org.orgId, days.zone);
    const seen = (await seenPeople(this.reads, { actor, org, team })).filter(sharesByName).toSorted(byUsername);
    const some = seen.slice((page - 1) * perPage, page * perPage);
    const people = await this.times.read(org.orgId, some, days, by === 'project' ? 'projects' : 'totals');
    const userIds = people.map(({ person }) => person.userId);
    await recordViews(this.em, { orgId: org.orgId, actor, what: 'timesheet', userIds, now: this.clock.now() });
    return { total: seen.length, by, people };
  }
}

/** Whether somebody shares totals of any day: of the newest ones, as less than that is shared of no later day. */
function sharesByName({ spans, mostShared }: Sharer): boolean {
  return Math.min(levelOn(spans, Number.MAX_SAFE_INTEGER), mostShared) >= TOTALS;
}

function byUsername(a: Sharer, b: Sharer): number {
  return a.username.toLowerCase() < b.username.toLowerCase() ? -1 : 1;
}
