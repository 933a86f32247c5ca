import { type Actor, badParameter, Clock, dayBounds, localDate, must } from '@app/core';
import { ReadPool } from '@app/database';
import { languageNameOf } from '@app/heartbeats';
import { countryCodeOf, countryProblem } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { NamedTime } from '../results.js';
import { datesOfLeaders, LEADER_RANGES, type LeaderRange } from './leader-ranges.js';
import { publicLeadersSql } from './leaders-statement.js';

/** Which leaders. */
export interface LeadersQuestion {
  /** One of `LEADER_RANGES`; left out: the first. */
  range?: string;
  /** Ranked by the time in this language alone; as anybody may spell it. */
  language?: string;
  /** ISO 3166-1, two letters in any case. */
  countryCode?: string;
  isHireable?: boolean;
  /** From 1; left out: the page that has who asks, else the first. */
  page?: number;
}

/** Somebody on a leaderboard, as others may see them there. */
export interface Leader {
  rank: number;
  publicId: string;
  username: string;
  displayName: string;
  isHireable: boolean;
  countryCode: string | null;
  /** µs: in the language that was asked for, or in all. */
  us: number;
  /** Days of the range that have time. */
  activeDays: number;
  /** Most time first, as many as an answer shows; none where they are not public. */
  languages: NamedTime[];
}

export interface LeadersResult {
  range: LeaderRange;
  /** First and last day in UTC: each user's own are those of the user's zone. */
  from: number;
  to: number;
  /** `YYYY-MM-DD`, in UTC. */
  first: string;
  last: string;
  language: string | undefined;
  countryCode: string | undefined;
  isHireable: boolean | undefined;
  page: number;
  /** On all pages. */
  total: number;
  /** Of this page, by rank. */
  leaders: Leader[];
  /** Who asks, where they are on this board. */
  own: Leader | undefined;
  /** ms since 1970; null where nothing was computed yet. */
  computedAt: number | null;
}

/**
 * The leaderboard of the instance (contract §1.8): who wants to be on it, while the profile and the amount of time are public, by time and then by
 * username; of a language, who made languages public. As computed a few minutes ago, but who may be seen is decided now. Refused: a range or
 * country that is none.
 */
export class GetLeaders extends Query<LeadersResult> {
  constructor(
    readonly actor: Actor,
    readonly question: LeadersQuestion,
  ) {
    super();
  }
}

const LEADERS = publicLeadersSql();

@QueryHandler(GetLeaders)
export class GetLeadersHandler implements IQueryHandler<GetLeaders> {
  constructor(
    private readonly reads: ReadPool,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, question }: GetLeaders): Promise<LeadersResult> {
    const range = leaderRangeOf(question.range);
    const { language, countryCode } = filtersOf(question);
    const [row] = await this.reads.query<LeadersRow>({
      name: 'leaders',
      text: LEADERS,
      params: [range, language ?? '', countryCode ?? null, question.isHireable ?? null, actor.userId, question.page ?? null],
    });
    return { ...headOf(range, this.clock.now()), language, countryCode, isHireable: question.isHireable, ...leadersOf(row) };
  }
}

/** What the statements of leaders answer. */
export interface LeadersRow {
  /** JSON of `Read`. */
  board: string;
}

interface Read {
  page: number;
  total: number;
  computedAt: number | null;
  leaders: (Omit<Leader, 'languages'> & { isOwn: boolean; isOfPage: boolean; languages: [name: string, us: number][] | null })[] | null;
}

/** The board that a row holds. */
export function leadersOf(row: LeadersRow | undefined): Pick<LeadersResult, 'page' | 'total' | 'leaders' | 'own' | 'computedAt'> {
  const { page, total, computedAt, leaders }: Read = JSON.parse(must(row, 'leaderboard').board);
  const shown = (leaders ?? []).map(({ languages, isOwn, isOfPage, ...leader }) => ({
    isOwn,
    isOfPage,
    leader: { ...leader, languages: (languages ?? []).map(([name, us]) => ({ name, us })) },
  }));
  return {
    page,
    total,
    computedAt,
    leaders: shown.filter(({ isOfPage }) => isOfPage).map(({ leader }) => leader),
    own: shown.find(({ isOwn }) => isOwn)?.leader,
  };
}

/** The range's name from any letter case. */
export function leaderRangeOf(text: string = LEADER_RANGES[0]): LeaderRange {
  const range = LEADER_RANGES.find((name) => name === text.trim().toLowerCase().replaceAll(/\s+/g, '_'));
  if (!range) throw badParameter('range', `Use one of ${LEADER_RANGES.join(', ')}.`);
  return range;
}

/** The filters under the names that are stored. */
export function filtersOf({ language, countryCode }: Pick<LeadersQuestion, 'language' | 'countryCode'>): {
  language: string | undefined;
  countryCode: string | undefined;
} {
  const problem = countryCode === undefined ? undefined : countryProblem(countryCode);
  if (problem) throw badParameter('country_code', problem);
  return {
    language: language === undefined ? undefined : languageNameOf(language.normalize('NFC')),
    countryCode: countryCode === undefined ? undefined : countryCodeOf(countryCode),
  };
}

/** The range in UTC. */
export function headOf(range: LeaderRange, now: number): Pick<LeadersResult, 'range' | 'from' | 'to' | 'first' | 'last'> {
  const { first, last } = datesOfLeaders(range, localDate('UTC', now));
  const days = dayBounds('UTC', first, last);
  return { range, first, last, from: must(days[0], 'first day').from, to: must(days.at(-1), 'last day').to };
}
