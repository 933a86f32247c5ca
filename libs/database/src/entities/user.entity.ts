import { defineEntity, p } from '@mikro-orm/postgresql';

/** An account. Written by libs/users. Inside it is `id`, outside always `public_id`. */
const UserSchema = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: p.integer().primary(),
    publicId: p.uuid().unique(),
    username: p.text(),
    displayName: p.text(),
    /** In lower case. */
    email: p.text().nullable().unique(),
    /** IANA zone that the user's days are cut in. */
    timezone: p.text(),
    /** Keystroke timeout in minutes, 1 to 240. */
    timeout: p.smallint().default(15),
    /** Whether only heartbeats that saved a file are joined into time. */
    writesOnly: p.boolean().default(false),
    /** Whether external durations count in totals, where no gap between heartbeats does. */
    countsExternalDurations: p.boolean().default(false),
    /** 0 = Sunday … 6 = Saturday. */
    weekdayStart: p.smallint().default(1),
    /** Minutes after midnight at which the days of goals and reports begin: 0 to 360, whole quarters of an hour. */
    dayStart: p.smallint().default(0),
    isOwner: p.boolean().default(false),
    isAdmin: p.boolean().default(false),
    /** Argon2id in PHC form; null: no password was set yet. */
    passwordHash: p.text().nullable(),
    emailConfirmedAt: p.datetime().nullable(),
    /** From then on no key, session or password of the account is accepted. */
    disabledAt: p.datetime().nullable(),
    /** `free`, `pro`, `team` or `enterprise`: a label that an administrator sets. */
    plan: p.text().default('free'),
    /** A private profile is to others as if it were not there, whatever the flags say. */
    isProfilePrivate: p.boolean().default(true),
    // What others see of a profile that is not private, one flag a dimension; the first is the amount of time itself.
    loggedTimePublic: p.boolean().default(false),
    languagesUsedPublic: p.boolean().default(false),
    projectsPublic: p.boolean().default(false),
    editorsUsedPublic: p.boolean().default(false),
    osUsedPublic: p.boolean().default(false),
    categoriesUsedPublic: p.boolean().default(false),
    machinesPublic: p.boolean().default(false),
    /** Minutes; shorter entries are left out of lists that ask for it, never out of totals. */
    displayMinimumDuration: p.smallint().default(0),
    /** Whether the user wants to be on the leaderboard of the instance: others see it while the profile and the amount of time are public. */
    isOnLeaderboard: p.boolean().default(false),
    isHireable: p.boolean().default(false),
    /** ISO 3166-1, two letters in upper case; null: not said. */
    countryCode: p.text().nullable(),
    /** Whether the user wants a report of each week by mail. */
    weeklyReport: p.boolean().default(false),
    /** When somebody must look whether a report is due; not null where the user wants one. */
    reportDueAt: p.datetime().nullable(),
    /** What links that end such mails are made from; null: none was mailed yet. */
    unsubscribeSecret: p.blob().nullable(),
    createdAt: p.datetime().defaultRaw('now()'),
    modifiedAt: p.datetime().nullable(),
  },
  indexes: [
    {
      name: 'users_report_due_at_index',
      expression: 'create index "users_report_due_at_index" on "users" ("report_due_at") where "weekly_report"',
    },
  ],
  // Ada and ada would be one person to everybody who reads them.
  uniques: [
    {
      name: 'users_username_unique_in_any_case',
      expression: 'create unique index "users_username_unique_in_any_case" on "users" (lower("username"))',
    },
  ],
});

export class User extends UserSchema.class {}
UserSchema.setClass(User);
