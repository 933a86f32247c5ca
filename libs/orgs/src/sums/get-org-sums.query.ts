import { type NamedTime, nameOf, rangeReader } from '@app/analytics';
import { type Actor, badParameter, Clock, dateOf, dayNumber, must, sumOf } from '@app/core';
import { ReadPool } from '@app/database';
import { zoneOf } from '@app/users';
import { Injectable } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { noOrg, type OrgAccess } from '../access/org-access.js';
import { SUM_LISTS, type SumList } from './shown-sums.js';
import { firstUntoldDay, SUM_STATE, type SumState } from './sum-state.js';
import { type ToldGroup, toldGroupOf } from './told-group.js';

/** Names of a list that are told. */
const MOST_NAMES = 1_000;

/** Which sums. */
export interface OrgSumsQuestion {
  /** As `stats/{range}` takes it. Ranges such as `last_7_days` end on the last day that is told. */
  range: string;
  /** A team, by id or name; left out: everybody. */
  team?: string | undefined;
  /** The zone that days are cut in, as who asks believes; refused where it is another. */
  zone?: string | undefined;
  /** Longest range, in days. */
  mostDays: number;
  /** Whether lists are told of each day, too. */
  byDay: boolean;
}

/** Time by name of one list. */
export interface SumTimes {
  times: NamedTime[];
  /** What is of no name that may be shown, µs. */
  hiddenUs: number;
}

export type SumLists = Readonly<Record<Exclude<SumList, ''>, SumTimes>>;

/** The sums of one day. */
export interface DaySums {
  date: string;
  /** µs; null: nobody's, of too few people to be shown, or not computed yet. */
  us: number | null;
  isComputed: boolean;
  /** Where they were asked for. */
  lists: SumLists;
}

export interface OrgSumsResult {
  range: { range: string; humanReadable: string; first: string; last: string };
  team: ToldGroup['team'];
  /** The zone that days are cut in; null: each member's own. */
  zone: string | null;
  minGroup: number;
  us: number;
  days: DaySums[];
  lists: SumLists;
  /** Of a report on everybody: of each team, most time first. */
  teams: { publicId: string; name: string; us: number | null }[];
  /** Whether anything is left out because too few people make it up. */
  isSuppressed: boolean;
  /** Days of the range that are computed. */
  computedDays: number;
  /** ms since 1970; null: never. */
  computedAt: number | null;
}

/**
 * Sums of an organization or a team, as a job computed them and as may be shown: what fewer people than the organization's minimum make up is left out, and so is
 * what it could be computed from. Of days that are over alone. Refused: a range that is none.
 */
export class GetOrgSums extends Query<OrgSumsResult> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
    readonly question: OrgSumsQuestion,
  ) {
    super();
  }
}

/** Of organization $1 and group $2 the days from $3 to $4, where what they were made from is still the present $5; of each day $6. */
const READ = `
  WITH state AS (${SUM_STATE}),
  told AS (
    SELECT s.team_id, s.list, s.day, s.name, s.us
      FROM state
      JOIN org_sums s ON s.org_id = $1 AND s.version = state.version AND s.day BETWEEN $3::int AND $4::int
     WHERE state."isCurrent" AND state.present = $5 AND (s.team_id = $2 OR ($2 = 0 AND s.list = 0))),
  of_range AS (
    SELECT list, name, sum(us)::float8 AS us, row_number() OVER (PARTITION BY list ORDER BY sum(us) DESC, name COLLATE "C") AS place
      FROM told
     WHERE team_id = $2 AND list > 0
     GROUP BY list, name)
  SELECT (SELECT row_to_json(state) FROM state)::text AS state,
         json_build_object(
           'days', (SELECT json_agg(json_build_array(day, us)) FROM told WHERE team_id = $2 AND list = 0),
           'lists', (SELECT json_agg(json_build_array(list, name, us) ORDER BY list, place) FROM of_range WHERE place <= ${MOST_NAMES}),
           'dayLists', (SELECT json_agg(json_build_array(day, list, name, us) ORDER BY us DESC, name COLLATE "C") FROM told WHERE team_id = $2 AND list > 0 AND $6::bool),
           'teams', (
             SELECT json_agg(json_build_array(t.public_id, t.name, x.us) ORDER BY x.us DESC NULLS LAST, lower(t.name))
               FROM org_teams t
               LEFT JOIN (SELECT team_id, sum(us)::float8 AS us FROM told WHERE list = 0 GROUP BY team_id) x ON x.team_id = t.id
              WHERE t.org_id = $1 AND $2 = 0))::text AS sums`;

interface Read {
  days: [day: number, us: number][] | null;
  lists: [list: number, name: string, us: number][] | null;
  dayLists: [day: number, list: number, name: string, us: number][] | null;
  teams: [publicId: string, name: string, us: number | null][] | null;
}

/** The days that a report of sums is of. */
export interface SumsRange {
  range: OrgSumsResult['range'];
  /** Days since 1970; none where the last is before the first. */
  first: number;
  last: number;
  state: SumState;
}

/** Reads sums of an organization, and which days such a report is of. */
@Injectable()
export class OrgSumsReader {
  constructor(
    private readonly reads: ReadPool,
    private readonly clock: Clock,
  ) {}

  async read(org: OrgAccess, question: OrgSumsQuestion): Promise<OrgSumsResult> {
    const { group, team } = await toldGroupOf(this.reads, org, question.team);
    const { range, first, last, state: before } = await this.rangeOf(org.orgId, question);
    const [row] = await this.reads.query<{ state: string; sums: string }>({
      name: 'org-sums',
      text: READ,
      params: [org.orgId, group, first, last, before.present, question.byDay],
      long: last - first > 7,
    });
    const { state: text, sums } = must(row, 'sums');
    const state: SumState | null = JSON.parse(text);
    if (!state) throw noOrg();
    const isUsable = state.isCurrent && state.present === before.present;
    const told = toldDays(JSON.parse(sums), { first, last }, isUsable ? state : NOTHING);
    return {
      range,
      team,
      zone: state.zone,
      minGroup: state.minGroup,
      computedAt: isUsable ? state.computedAt : null,
      ...told,
    };
  }

  /** Of days that are over for everybody alone. Refused: a range that is none, or too long; another zone than that of the organization. */
  async rangeOf(orgId: number, { range, zone, mostDays }: Pick<OrgSumsQuestion, 'range' | 'zone' | 'mostDays'>): Promise<SumsRange> {
    const reader = rangeReader(range, false);
    const state = await this.stateOf(orgId);
    checkZone(zone, state.zone);
    const untold = firstUntoldDay(state.zone, this.clock.now());
    const context = { today: untold, weekdayStart: 1, firstDay: dateOf(state.computedFrom ?? dayNumber(untold) - 1) };
    const parsed = reader.parse(context);
    const dates = reader.datesOf(context);
    const [first, last] = [dayNumber(dates.first), Math.min(dayNumber(dates.last), dayNumber(untold) - 1)];
    if (last - first >= mostDays) throw badParameter('range', `It has ${last - first + 1} days; ask for at most ${mostDays} at once.`);
    const told = { range: parsed.range, humanReadable: parsed.humanReadable, first: dates.first, last: dateOf(Math.max(first, last)) };
    return { range: told, first, last, state };
  }

  private async stateOf(orgId: number): Promise<SumState> {
    const [state] = await this.reads.query<SumState>({ name: 'org-sum-state', text: SUM_STATE, params: [orgId] });
    if (!state) throw noOrg();
    return state;
  }
}

@QueryHandler(GetOrgSums)
export class GetOrgSumsHandler implements IQueryHandler<GetOrgSums> {
  constructor(private readonly sums: OrgSumsReader) {}

  execute({ org, question }: GetOrgSums): Promise<OrgSumsResult> {
    return this.sums.read(org, question);
  }
}

/** Sums of two cuts of the same days would tell of single hours. */
function checkZone(asked: string | undefined, zone: string | null): void {
  if (asked === undefined || zoneOf(asked) === zone) return;
  const own = zone === null ? 'each member’s own zone' : `the zone ${zone}`;
  throw badParameter(
    'timezone',
    `Sums of this organization are of days in ${own}, and in no other: two cuts would tell of single hours. Leave it out.`,
  );
}

const NOTHING = { computedFrom: null, computedTo: null, isWhole: false };

function toldDays(
  { days, lists, dayLists, teams }: Read,
  { first, last }: { first: number; last: number },
  { computedFrom, computedTo, isWhole }: Pick<SumState, 'computedFrom' | 'computedTo' | 'isWhole'>,
): Pick<OrgSumsResult, 'us' | 'days' | 'lists' | 'teams' | 'isSuppressed' | 'computedDays'> {
  const byDay = new Map(days ?? []);
  const ofDays = Map.groupBy(dayLists ?? [], ([day]) => day);
  const told = Array.from({ length: Math.max(0, last - first + 1) }, (_, n): DaySums => {
    const day = first + n;
    const isComputed = computedFrom !== null && computedTo !== null && day <= computedTo && (isWhole || day >= computedFrom);
    // Also of a day without time: else a day of one person would differ from it.
    const us = isComputed ? (byDay.get(day) ?? null) : null;
    return {
      date: dateOf(day),
      us,
      isComputed,
      lists: listsOf(
        (ofDays.get(day) ?? []).map(([, ...time]) => time),
        us ?? 0,
      ),
    };
  });
  const us = sumOf(told.map((day) => day.us ?? 0));
  const ofRange = listsOf(lists ?? [], us);
  return {
    us,
    days: told,
    lists: ofRange,
    teams: (teams ?? []).map(([publicId, name, ofTeam]) => ({ publicId, name, us: ofTeam })),
    isSuppressed: told.some((day) => day.isComputed && day.us === null) || Object.values(ofRange).some(({ hiddenUs }) => hiddenUs > 0),
    computedDays: told.filter(({ isComputed }) => isComputed).length,
  };
}

/** The lists of sums that add up to `us`. */
function listsOf(times: readonly (readonly [list: number, name: string, us: number])[], us: number): SumLists {
  const of = (list: Exclude<SumList, ''>): SumTimes => {
    const place = SUM_LISTS.indexOf(list);
    const named = times.filter(([at]) => at === place).map(([, name, time]) => ({ name: nameOf(list, name), us: time }));
    return { times: named, hiddenUs: us - sumOf(named.map((time) => time.us)) };
  };
  return { project: of('project'), language: of('language'), editor: of('editor'), category: of('category'), aiAgent: of('aiAgent') };
}
