import { Migration } from '@mikro-orm/migrations';

export class Migration20261127151315_goals extends Migration {

  override name = 'Migration20261127151315_goals';

  override up(): void | Promise<void> {
    this.addSql(`create table "goals" ("user_id" int not null, "id" int not null, "public_id" uuid not null, "title" text null, "type" text not null, "period" text not null, "days_per_week" smallint null, "snooze_until" timestamptz null, "category" text null, "difficulty" text null, "priority" int null, "tags" text null, "is_mailed" boolean not null default false, "created_at" timestamptz not null default now(), "modified_at" timestamptz null, primary key ("user_id", "id"));`);
    this.addSql(`alter table "goals" add constraint "goals_user_id_public_id_unique" unique ("user_id", "public_id");`);

    this.addSql(`create table "goal_calendar" ("user_id" int not null, "since_bucket" int not null, "zone" text not null, "weekday_start" smallint not null, "day_start" smallint not null, primary key ("user_id", "since_bucket"));`);

    this.addSql(`create table "goal_checks" ("user_id" int not null, "marked_at" timestamptz not null default now(), primary key ("user_id"));`);

    this.addSql(`create table "goal_events" ("user_id" int not null, "goal_id" int not null, "first_day" int not null, "kind" text not null, "us" bigint not null, "target_seconds" int not null, "noticed_at" timestamptz not null default now(), "is_mailed" boolean not null default false, "mailed_at" timestamptz null, "mail_after" timestamptz not null default now(), primary key ("user_id", "goal_id", "first_day"));`);
    this.addSql(`create index "goal_events_to_mail_index" on "goal_events" ("user_id", "mail_after") where "is_mailed" and "mailed_at" is null;`);

    this.addSql(`create table "goal_pauses" ("user_id" int not null, "id" int not null, "goal_id" int null, "from_day" int not null, "until_day" int null, "reason" text not null, "is_snooze" boolean not null default false, "created_at" timestamptz not null default now(), primary key ("user_id", "id"));`);

    this.addSql(`create table "goal_versions" ("user_id" int not null, "goal_id" int not null, "since" bigint not null, "is_enabled" boolean not null, "target_seconds" int not null, "projects" text[] not null, "branches" text[] not null, "languages" text[] not null, "categories" text[] not null, "editors" text[] not null, "machines" text[] not null, "ai_agents" text[] not null, "is_inverse" boolean not null, "ignore_days" int[] not null, "ignore_zero_days" boolean not null, "improve_by_percent" double precision null, primary key ("user_id", "goal_id", "since"));`);

    this.addSql(`alter table "users" add "day_start" smallint not null default 0;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "goals" cascade;`);
    this.addSql(`drop table if exists "goal_calendar" cascade;`);
    this.addSql(`drop table if exists "goal_checks" cascade;`);
    this.addSql(`drop table if exists "goal_events" cascade;`);
    this.addSql(`drop table if exists "goal_pauses" cascade;`);
    this.addSql(`drop table if exists "goal_versions" cascade;`);

    this.addSql(`alter table "users" drop column "day_start";`);
  }

}
