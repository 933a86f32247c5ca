import type { UserActor } from '@app/core';
import { ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { noOrg, type OrgAccess } from '../access/org-access.js';
import { EVERYTHING_SHARED } from '../sharing/levels.js';
import type { Sharer } from '../sharing/sharers.js';
import { type DaysQuestion, type PersonTime, TimeByName } from './time-by-name.js';

/** A member's own time by day, all of it, in the shape that others are shown what is shared. Nothing is written down: one looks at oneself. */
export class GetOwnOrgTime extends Query<PersonTime> {
  constructor(
    readonly actor: UserActor,
    readonly org: OrgAccess,
    readonly question: DaysQuestion,
  ) {
    super();
  }
}

const SELF = `
  SELECT u.id AS "userId", u.public_id AS "publicId", u.username, u.display_name AS "displayName", u.timezone AS zone FROM users u WHERE u.id = $1`;

@QueryHandler(GetOwnOrgTime)
export class GetOwnOrgTimeHandler implements IQueryHandler<GetOwnOrgTime> {
  constructor(
    private readonly reads: ReadPool,
    private readonly times: TimeByName,
  ) {}

  async execute({ actor, org, question }: GetOwnOrgTime): Promise<PersonTime> {
    const rows = await this.reads.query<Pick<Sharer, 'userId' | 'publicId' | 'username' | 'displayName' | 'zone'>>({
      name: 'org-self',
      text: SELF,
      params: [actor.userId],
    });
    const everything = {
      spans: [[null, EVERYTHING_SHARED]],
      onlyTeam: null,
      teams: [],
      spells: [],
      leftDay: null,
      mostShared: EVERYTHING_SHARED,
      detailsDays: null,
    } as const;
    const [time] = await this.times.read(
      org.orgId,
      rows.map((row) => ({ ...row, ...everything })),
      question,
      'lists',
    );
    if (!time) throw noOrg();
    return time;
  }
}
