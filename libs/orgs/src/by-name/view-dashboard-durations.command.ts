import type { DayBounds } from '@app/analytics';
import { type Actor, Clock } from '@app/core';
import { ReadPool } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { recordViews } from '../access-log/record-views.js';
import { type ListedMember, listMembers } from '../members/list-members.query.js';
import { DurationsByName, type PersonDurations } from './durations-by-name.js';
import { seenPeople } from './seen-people.js';

/** A member of a dashboard with a day; `time` undefined: nothing of theirs is shared by name with who asks. */
export interface DashboardDay {
  member: Pick<ListedMember, 'id' | 'username' | 'displayName'>;
  time: PersonDurations | undefined;
}

/** One page of the members of a dashboard, in the order of its list of members. */
export interface DashboardDurations {
  /** On all pages. */
  total: number;
  days: DashboardDay[];
  /** The day of who shares nothing by name: in UTC, so that it tells no zone. */
  hidden: DayBounds;
}

/**
 * When members of a team, or all members, worked on which projects on a day: of each who shares everything of it by name with who asks; of others nothing. That they
 * looked is written down first, for those whose day is told to see. Refused: a date that is none; a team that is none.
 */
export class ViewDashboardDurations extends Command<DashboardDurations> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
    readonly question: { team: string | undefined; date: string },
    readonly page: { page: number; perPage: number },
  ) {
    super();
  }
}

@CommandHandler(ViewDashboardDurations)
export class ViewDashboardDurationsHandler implements ICommandHandler<ViewDashboardDurations> {
  constructor(
    private readonly em: EntityManager,
    private readonly reads: ReadPool,
    private readonly durations: DurationsByName,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, org, question: { team, date }, page }: ViewDashboardDurations): Promise<DashboardDurations> {
    const hidden = this.durations.dayIn('UTC', date);
    const seen = new Map((await seenPeople(this.reads, { actor, org, team })).map((person) => [person.publicId, person]));
    const { members, total } = await listMembers(this.reads, {
      viewerId: actor.userId,
      org,
      page,
      filter: { team },
      now: this.clock.now(),
    });
    const people = members.flatMap(({ id }) => seen.get(id) ?? []);
    const times = new Map((await this.durations.read(people, date)).map((time) => [time.person.publicId, time]));
    const days = members.map((member): DashboardDay => {
      const time = times.get(member.id);
      return { member, time: time?.isSeen ? time : undefined };
    });
    const userIds = days.flatMap(({ time }) => (time?.isWhole ? time.person.userId : []));
    await recordViews(this.em, { orgId: org.orgId, actor, what: 'durations', userIds, now: this.clock.now() });
    return { total, days, hidden };
  }
}
