import { Migration } from '@mikro-orm/migrations';

export class Migration20261127191320_org_sums extends Migration {

  override name = 'Migration20261127191320_org_sums';

  override up(): void | Promise<void> {
    this.addSql(`create table "org_sums" ("org_id" int not null, "version" int not null, "team_id" int not null, "list" smallint not null, "day" int not null, "place" int not null, "name" text not null, "us" bigint null, "people" int not null, primary key ("org_id", "version", "team_id", "list", "day", "place"));`);

    this.addSql(`create table "org_sum_states" ("org_id" serial primary key, "version" int not null default 1, "computed_from" int null, "computed_to" int null, "is_whole" boolean not null default false, "whole_at" timestamptz null, "computed_at" timestamptz null, "due_at" timestamptz not null default now());`);
    this.addSql(`create index "org_sum_states_due_at_index" on "org_sum_states" ("due_at");`);

    this.addSql(`alter table "organizations" alter column "timezone" drop default;`);
    this.addSql(`alter table "organizations" alter column "timezone" drop not null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "org_sums" cascade;`);
    this.addSql(`drop table if exists "org_sum_states" cascade;`);

    this.addSql(`alter table "organizations" alter column "timezone" set default 'UTC';`);
    this.addSql(`alter table "organizations" alter column "timezone" set not null;`);
  }

}
