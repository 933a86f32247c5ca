import { countryProblem, dayStartProblem, type ProfileChange, USERNAME_SCHEMA, usernameProblem, zoneProblem } from '@app/users';
import { Flag, MayBeLeftOut, OneLine, RuledText, WholeNumber } from '@app/core';

/** Send only the fields that are to change; unknown ones are refused by name. */
export class ChangeProfileBody {
  /** What people read, 1 to 100 characters. @example "Ada Lovelace" */
  @MayBeLeftOut()
  @OneLine(100)
  display_name?: string;

  /** Your name in addresses: 1 to 39 letters, digits, ".", "_" or "-", not only digits. 409 when it is taken. @example "ada" */
  @MayBeLeftOut()
  @RuledText(usernameProblem, USERNAME_SCHEMA)
  username?: string;

  /** A private profile is to others as if it were not there. @example false */
  @MayBeLeftOut()
  @Flag()
  is_profile_private?: boolean;

  /**
   * Whether others see how much time it was. Without it they still see percentages of what is public, and by asking for several ranges they can
   * work out how days relate to each other, which days had work, and whether somebody works now. @example true
   */
  @MayBeLeftOut()
  @Flag()
  logged_time_public?: boolean;

  /** Whether others see languages. @example true */
  @MayBeLeftOut()
  @Flag()
  languages_used_public?: boolean;

  /** Whether others see projects, their branches and the libraries they use. @example false */
  @MayBeLeftOut()
  @Flag()
  projects_public?: boolean;

  /** Whether others see editors. @example true */
  @MayBeLeftOut()
  @Flag()
  editors_used_public?: boolean;

  /** Whether others see operating systems. @example true */
  @MayBeLeftOut()
  @Flag()
  os_used_public?: boolean;

  /** Whether others see categories. @example true */
  @MayBeLeftOut()
  @Flag()
  categories_used_public?: boolean;

  /** Whether others see machines. @example false */
  @MayBeLeftOut()
  @Flag()
  machines_public?: boolean;

  /** Minutes, 0 to 1440. Shorter entries are left out of your lists where you ask with `apply_minimum_duration=true`. @example 5 */
  @MayBeLeftOut()
  @WholeNumber(0, 1440)
  displayMinimumDuration?: number;

  /**
   * Whether you are on the leaderboard of this server: your name, picture, country, time and, where they are public, languages, over 7, 30 and 90 days.
   * It shows you while your profile is not private and `logged_time_public` is on; it follows within ten minutes, and forgets you at once. @example false
   */
  @MayBeLeftOut()
  @Flag()
  is_on_leaderboard?: boolean;

  /**
   * Whether you get a mail on Monday at 08:00 of your `timezone` about the week before. It needs a confirmed e-mail address and a server that sends
   * mails; where Monday was not more than three days ago, the first one comes at once. @example false
   */
  @MayBeLeftOut()
  @Flag()
  weekly_report?: boolean;

  /** Whether others see that you look for work. @example false */
  @MayBeLeftOut()
  @Flag()
  is_hireable?: boolean;

  /** Your country as others see it, two letters of ISO 3166-1; `""` for none. @example "DE" */
  @MayBeLeftOut()
  @RuledText(countryProblem)
  country_code?: string;

  /** IANA zone that your days are cut in. All history follows. @example "Europe/Berlin" */
  @MayBeLeftOut()
  @RuledText(zoneProblem)
  timezone?: string;

  /** Keystroke timeout in minutes, 1 to 240. All history follows. @example 15 */
  @MayBeLeftOut()
  @WholeNumber(1, 240)
  timeout?: number;

  /** Whether only heartbeats that saved a file become time. All history follows. @example false */
  @MayBeLeftOut()
  @Flag()
  writes_only?: boolean;

  /** Whether external durations count in your totals, where no time between heartbeats does. All history follows. @example false */
  @MayBeLeftOut()
  @Flag()
  counts_external_durations?: boolean;

  /** 0 = Sunday … 6 = Saturday. @example 1 */
  @MayBeLeftOut()
  @WholeNumber(0, 6)
  weekday_start?: number;

  /**
   * When your days begin, for goals and reports only: 00:00 to 06:00 on a quarter of an hour, for whom the day ends after midnight. Days of the past
   * stay what they were. @example "04:00"
   */
  @MayBeLeftOut()
  @RuledText(dayStartProblem)
  day_start?: string;
}

export function toProfileChange(body: ChangeProfileBody): ProfileChange {
  return {
    username: body.username,
    displayName: body.display_name?.trim(),
    zone: body.timezone,
    timeout: body.timeout,
    writesOnly: body.writes_only,
    countsExternal: body.counts_external_durations,
    weekdayStart: body.weekday_start,
    dayStart: body.day_start,
    isProfilePrivate: body.is_profile_private,
    shares: {
      loggedTime: body.logged_time_public,
      languages: body.languages_used_public,
      projects: body.projects_public,
      editors: body.editors_used_public,
      operatingSystems: body.os_used_public,
      categories: body.categories_used_public,
      machines: body.machines_public,
    },
    displayMinimumDuration: body.displayMinimumDuration,
    isOnLeaderboard: body.is_on_leaderboard,
    weeklyReport: body.weekly_report,
    isHireable: body.is_hireable,
    countryCode: body.country_code,
  };
}
