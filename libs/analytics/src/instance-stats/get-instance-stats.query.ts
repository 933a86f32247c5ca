import { type Actor, Clock, DomainError } from '@app/core';
import { ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { DateRange } from '../date-range.js';
import { instanceRangeOf } from './instance-ranges.js';
import { FEWEST, type InstanceMeasures } from './measures.js';

export interface InstanceStatsResult extends InstanceMeasures, DateRange {
  range: string;
}

/**
 * What the people of this instance did over a range (contract §1.9), as computed last. Refused: a range that is none. Not found: fewer than five
 * people have public time in it, or it was not computed yet.
 */
export class GetInstanceStats extends Query<InstanceStatsResult> {
  constructor(
    readonly actor: Actor,
    readonly range: string,
  ) {
    super();
  }
}

const GET = 'SELECT data::text AS data FROM instance_stats WHERE range = $1';

@QueryHandler(GetInstanceStats)
export class GetInstanceStatsHandler implements IQueryHandler<GetInstanceStats> {
  constructor(
    private readonly reads: ReadPool,
    private readonly clock: Clock,
  ) {}

  async execute({ range: asked }: GetInstanceStats): Promise<InstanceStatsResult> {
    const range = instanceRangeOf(asked, this.clock.now());
    const [row] = await this.reads.query<{ data: string | null }>({ name: 'instance-stats', text: GET, params: [range] });
    if (!row?.data) {
      throw new DomainError(
        'not-found',
        'stats.too-few',
        `There are no statistics of ${range} yet: they need ${FEWEST} people who make their profile and amount of time public, and are computed once an hour.`,
      );
    }
    const data: Omit<InstanceStatsResult, 'range'> = JSON.parse(row.data);
    return { range, ...data };
  }
}
