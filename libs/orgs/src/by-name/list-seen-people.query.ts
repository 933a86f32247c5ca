import { type Actor, Clock, dayNumber, localDate } from '@app/core';
import { ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { TOTALS } from '../sharing/levels.js';
import { sharedOn } from '../sharing/sharers.js';
import { seenPeople } from './seen-people.js';

/** The public ids of the members whose time of today is shared by name with who asks, and of who asks. */
export class ListSeenPeople extends Query<ReadonlySet<string>> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
  ) {
    super();
  }
}

@QueryHandler(ListSeenPeople)
export class ListSeenPeopleHandler implements IQueryHandler<ListSeenPeople> {
  constructor(
    private readonly reads: ReadPool,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, org }: ListSeenPeople): Promise<ReadonlySet<string>> {
    const now = this.clock.now();
    const people = await seenPeople(this.reads, { actor, org });
    return new Set(
      people.filter((person) => sharedOn(person, dayNumber(localDate(person.zone, now))) >= TOTALS).map(({ publicId }) => publicId),
    );
  }
}
