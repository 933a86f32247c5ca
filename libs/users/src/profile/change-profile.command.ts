import { type Actor, Audited, badParameter, Clock } from '@app/core';
import { sql, transaction, User } from '@app/database';
import { JobQueue } from '@app/queue';
import { EntityManager, raw, UniqueConstraintViolationException } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { profileOf, type UserProfile } from './get-user.query.js';
import { changesTime, changeTime, checkedTimeSettings, type TimeSettingsChange } from './time-settings.js';
import { isHeld } from '../accounts/held-usernames.js';
import { usernameProblem, usernameTaken } from '../accounts/user-rules.js';
import { dayStartOf, dayStartProblem, keepingCalendar } from './goal-calendar.js';
import { countryCodeOf, countryProblem } from './countries.js';
import { LOOK_NOW } from './report-plans.js';
import { DIMENSIONS, type SharedDimension } from './visibility.js';

/** Left out: unchanged. */
export interface ProfileChange extends TimeSettingsChange {
  username?: string;
  /** 1 to 100 characters. */
  displayName?: string;
  /** 0 = Sunday … 6 = Saturday. */
  weekdayStart?: number;
  /** When days of goals and reports begin, `HH:MM`: 00:00 to 06:00, on a quarter of an hour. */
  dayStart?: string;
  isProfilePrivate?: boolean;
  /** What others see of a profile that is not private. */
  shares?: Partial<Record<SharedDimension, boolean>>;
  /** Minutes, 0 to 1440. */
  displayMinimumDuration?: number;
  /** Whether the user wants to be on the leaderboard of the instance. */
  isOnLeaderboard?: boolean;
  /** Whether the user wants a report of each week by mail. */
  weeklyReport?: boolean;
  isHireable?: boolean;
  /** ISO 3166-1, two letters in any case; `''`: none. */
  countryCode?: string;
}

/**
 * Changes the user's own account, in one transaction, and returns it as it is then. With a time setting among the changes it does what
 * `ChangeTimeSettings` does: every answer is right from the commit on. Nothing to change is no error. Refused: a username that is not allowed
 * (invalid) or taken (conflict), an unknown zone, a timeout outside 1 to 240, a country or start of the day that is none.
 */
@Audited<ChangeProfile>(({ userId, change }) => ({ subjectId: userId, details: { ...change } }))
export class ChangeProfile extends Command<UserProfile> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly change: ProfileChange,
  ) {
    super();
  }
}

@CommandHandler(ChangeProfile)
export class ChangeProfileHandler implements ICommandHandler<ChangeProfile> {
  constructor(
    private readonly em: EntityManager,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, change }: ChangeProfile): Promise<UserProfile> {
    const problem = change.username === undefined ? undefined : usernameProblem(change.username);
    if (problem) throw badParameter('username', problem);
    const country = change.countryCode === undefined ? undefined : countryProblem(change.countryCode);
    if (country) throw badParameter('country_code', country);
    const dayStart = change.dayStart === undefined ? undefined : dayStartProblem(change.dayStart);
    if (dayStart) throw badParameter('day_start', dayStart);
    const time = checkedTimeSettings(change);
    const columns = columnsOf(change);
    try {
      await transaction(this.em, async (em) => {
        if (change.username !== undefined) await refuseHeld(em, userId, change.username);
        const apply = async (): Promise<void> => {
          if (changesTime(time)) await changeTime(em, userId, time);
          if (Object.keys(columns).length > 0) await em.nativeUpdate(User, { id: userId }, { ...columns, modifiedAt: raw('now()') });
        };
        await (changesCalendar(change) ? keepingCalendar(em, userId, this.clock.now(), apply) : apply());
      });
    } catch (error) {
      if (!(error instanceof UniqueConstraintViolationException) || change.username === undefined) throw error;
      throw usernameTaken(change.username);
    }
    if (changesTime(time)) this.jobs.enqueueOnce('rollups', 'roll-up-user', { userId }, String(userId));
    return profileOf(this.em, userId);
  }
}

function changesCalendar({ zone, weekdayStart, dayStart }: ProfileChange): boolean {
  return [zone, weekdayStart, dayStart].some((setting) => setting !== undefined);
}

/** Whoever has it already may keep it. */
async function refuseHeld(em: EntityManager, userId: number, username: string): Promise<void> {
  const [row] = await sql<{ held: boolean }>(
    em,
    `SELECT ${isHeld('$1')} AND NOT EXISTS (SELECT 1 FROM users WHERE id = $2 AND lower(username) = lower($1)) AS held`,
    [username, userId],
  );
  if (row?.held) throw usernameTaken(username);
}

const SHARE_COLUMNS = {
  loggedTime: 'loggedTimePublic',
  languages: 'languagesUsedPublic',
  projects: 'projectsPublic',
  editors: 'editorsUsedPublic',
  operatingSystems: 'osUsedPublic',
  categories: 'categoriesUsedPublic',
  machines: 'machinesPublic',
} as const satisfies Record<SharedDimension, keyof User>;

/** What changes beside the time settings, by column, without what is left out. */
function columnsOf({
  username,
  displayName,
  weekdayStart,
  dayStart,
  isProfilePrivate,
  displayMinimumDuration,
  shares,
  isOnLeaderboard,
  weeklyReport,
  isHireable,
  countryCode,
}: ProfileChange): Partial<User> {
  const columns = {
    username,
    displayName,
    weekdayStart,
    dayStart: dayStart === undefined ? undefined : dayStartOf(dayStart),
    isProfilePrivate,
    displayMinimumDuration,
    isOnLeaderboard,
    weeklyReport,
    reportDueAt: weeklyReport === undefined ? undefined : weeklyReport ? LOOK_NOW : null,
    isHireable,
    countryCode: countryCode === undefined ? undefined : (countryCodeOf(countryCode) ?? null),
  };
  const flags = DIMENSIONS.map((dimension) => [SHARE_COLUMNS[dimension], shares?.[dimension]]);
  return Object.fromEntries([...Object.entries(columns), ...flags].filter(([, value]) => value !== undefined));
}
