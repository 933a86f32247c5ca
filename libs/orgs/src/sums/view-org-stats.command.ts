import { type Actor, badParameter, Clock } from '@app/core';
import { ReadPool } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { orgForbidden, type OrgAccess } from '../access/org-access.js';
import { recordViews } from '../access-log/record-views.js';
import { seenPeople } from '../by-name/seen-people.js';
import { type PersonTotal, TimeByName } from '../by-name/time-by-name.js';
import { type OrgSumsQuestion, OrgSumsReader, type OrgSumsResult } from './get-org-sums.query.js';
import { type ToldGroup, toldGroupOf } from './told-group.js';

/** What the groups of statistics are told apart by. */
export const STATS_GROUPS = ['team', 'project', 'language', 'editor', 'category', 'ai_agent', 'member'] as const;
export type StatsGroup = (typeof STATS_GROUPS)[number];

/** Days of a report by name. */
const MOST_DAYS = 366;

/** Time of members by name: one page of those who share it, most time first. */
export interface MemberTotals extends Pick<OrgSumsResult, 'range' | 'zone' | 'minGroup'> {
  team: ToldGroup['team'];
  /** On all pages. */
  total: number;
  /** µs: of all members on all pages. */
  us: number;
  people: PersonTotal[];
  /** ms since 1970: it is read live. */
  computedAt: number;
}

/** Sums without names or, by member, time by name. */
export type OrgStats = { by: Exclude<StatsGroup, 'member'> | null; sums: OrgSumsResult } | { by: 'member'; members: MemberTotals };

/**
 * The statistics of an organization or a team, in groups of `by`; null: all lists. Sums are those that may be shown. By member: the members who share totals by
 * name with who asks, of the same days; that who is on the page was looked at is written down first. Forbidden: by member, for who has no reports by name. Refused:
 * a range that is none, by member one of more than 366 days.
 */
export class ViewOrgStats extends Command<OrgStats> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
    readonly question: OrgSumsQuestion,
    readonly by: StatsGroup | null,
    readonly page: { page: number; perPage: number },
  ) {
    super();
  }
}

@CommandHandler(ViewOrgStats)
export class ViewOrgStatsHandler implements ICommandHandler<ViewOrgStats> {
  constructor(
    private readonly em: EntityManager,
    private readonly reads: ReadPool,
    private readonly clock: Clock,
    private readonly sums: OrgSumsReader,
    private readonly times: TimeByName,
  ) {}

  async execute({ actor, org, question, by, page }: ViewOrgStats): Promise<OrgStats> {
    if (by !== 'member') return { by, sums: await this.sums.read(org, question) };
    if (!org.permissions.has('reports:people')) throw orgForbidden('reports:people');
    return { by, members: await this.membersOf(actor, org, question, page) };
  }

  private async membersOf(
    actor: Actor,
    org: OrgAccess,
    { range: asked, team: ofTeam, zone }: OrgSumsQuestion,
    { page, perPage }: { page: number; perPage: number },
  ): Promise<MemberTotals> {
    const { team } = ofTeam === undefined ? { team: null } : await toldGroupOf(this.reads, org, ofTeam);
    const { range, first, last, state } = await this.sums.rangeOf(org.orgId, { range: asked, zone, mostDays: MOST_DAYS });
    if (range.range === 'all_time')
      throw badParameter('range', `Time of members is of at most ${MOST_DAYS} days. Ask for last_year or less.`);
    const seen = last < first ? [] : await seenPeople(this.reads, { actor, org, team: ofTeam });
    const days = { start: range.first, end: range.last, mostDays: MOST_DAYS, ...(state.zone !== null && { zone: state.zone }) };
    const ranked = await this.times.ranked(org.orgId, seen, days);
    const people = ranked.slice((page - 1) * perPage, page * perPage);
    const now = this.clock.now();
    const userIds = people.map(({ person }) => person.userId);
    await recordViews(this.em, { orgId: org.orgId, actor, what: 'stats', userIds, now });
    return {
      range,
      zone: state.zone,
      minGroup: state.minGroup,
      team,
      total: ranked.length,
      us: ranked.reduce((sum, { us }) => sum + us, 0),
      people,
      computedAt: now,
    };
  }
}
