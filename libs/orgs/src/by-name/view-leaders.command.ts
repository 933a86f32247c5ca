import { type Actor, Clock } from '@app/core';
import { ReadPool } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { recordViews } from '../access-log/record-views.js';
import { seenPeople } from './seen-people.js';
import { checkToldZone } from './told-zone.js';
import { type DaysQuestion, type PersonTotal, TimeByName } from './time-by-name.js';

/** Whose time of which days. */
export interface PeopleQuestion extends DaysQuestion {
  /** A team, by its id or name. */
  team?: string | undefined;
}

/** One page of the members who share time by name, most time first. */
export interface OrgLeaders {
  /** On all pages. */
  total: number;
  /** Of the first one of the page. */
  firstRank: number;
  people: PersonTotal[];
}

/**
 * The members who share time of some days by name with who asks, by that time. That they looked is written down first, for those on the page to see.
 * Refused: days that are none, and too many; a team that is none.
 */
export class ViewLeaders extends Command<OrgLeaders> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
    readonly question: PeopleQuestion,
    readonly page: { page: number; perPage: number },
  ) {
    super();
  }
}

@CommandHandler(ViewLeaders)
export class ViewLeadersHandler implements ICommandHandler<ViewLeaders> {
  constructor(
    private readonly em: EntityManager,
    private readonly reads: ReadPool,
    private readonly times: TimeByName,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, org, question: { team, ...days }, page: { page, perPage } }: ViewLeaders): Promise<OrgLeaders> {
    await checkToldZone(this.reads, org.orgId, days.zone);
    const seen = await seenPeople(this.reads, { actor, org, team });
    const ranked = await this.times.ranked(org.orgId, seen, days);
    const firstRank = (page - 1) * perPage + 1;
    const people = ranked.slice(firstRank - 1, firstRank - 1 + perPage);
    const userIds = people.map(({ person }) => person.userId);
    await recordViews(this.em, { orgId: org.orgId, actor, what: 'leaders', userIds, now: this.clock.now() });
    return { total: ranked.length, firstRank, people };
  }
}
