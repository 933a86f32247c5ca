import { Migration } from '@mikro-orm/migrations';

export class Migration20261127120309_leaders extends Migration {

  override name = 'Migration20261127120309_leaders';

  override up(): void | Promise<void> {
    this.addSql(`create table "instance_stats" ("range" text not null, "data" jsonb null, "computed_at" timestamptz not null default now(), primary key ("range"));`);

    this.addSql(`create table "leader_entries" ("user_id" int not null, "range" text not null, "language" text not null, "us" bigint not null, "active_days" smallint not null, "computed_at" timestamptz not null default now(), primary key ("user_id", "range", "language"));`);
    this.addSql(`create index "leader_entries_range_language_us_index" on "leader_entries" ("range", "language", "us");`);

    this.addSql(`alter table "users" add "is_on_leaderboard" boolean not null default false, add "is_hireable" boolean not null default false, add "country_code" text null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "instance_stats" cascade;`);
    this.addSql(`drop table if exists "leader_entries" cascade;`);

    this.addSql(`alter table "users" drop column "is_on_leaderboard", drop column "is_hireable", drop column "country_code";`);
  }

}
