import { Migration } from '@mikro-orm/migrations';

export class Migration20261127190052_organizations extends Migration {

  override name = 'Migration20261127190052_organizations';

  override up(): void | Promise<void> {
    this.addSql(`create table "organizations" ("id" serial primary key, "public_id" uuid not null, "name" text not null, "slug" text not null, "description" text not null default '', "plan" text not null default 'free', "status" text not null default 'active', "seats" int null, "period_end" timestamptz null, "timezone" text not null default 'UTC', "min_group" smallint not null default 5, "most_shared" smallint not null default 4, "asked_to_share" smallint not null default 0, "members_see_reports" boolean not null default false, "created_at" timestamptz not null default now(), "modified_at" timestamptz null, "deleted_at" timestamptz null);`);
    this.addSql(`alter table "organizations" add constraint "organizations_public_id_unique" unique ("public_id");`);
    this.addSql(`alter table "organizations" add constraint "organizations_slug_unique" unique ("slug");`);

    this.addSql(`create table "org_members" ("org_id" int not null, "user_id" int not null, "role" text not null, "source" text not null, "joined_at" timestamptz not null default now(), "left_at" timestamptz null, primary key ("org_id", "user_id"));`);
    this.addSql(`create index "org_members_user_id_index" on "org_members" ("user_id");`);

    this.addSql(`create table "org_shares" ("org_id" int not null, "user_id" int not null, "version" int not null, "level" smallint not null, "team_id" int null, "spans" jsonb not null, "answered_at" timestamptz not null default now(), primary key ("org_id", "user_id", "version"));`);
    this.addSql(`create index "org_shares_user_id_index" on "org_shares" ("user_id");`);

    this.addSql(`create table "org_teams" ("id" serial primary key, "org_id" int not null, "public_id" uuid not null, "name" text not null, "created_at" timestamptz not null default now(), "modified_at" timestamptz null);`);
    this.addSql(`alter table "org_teams" add constraint "org_teams_public_id_unique" unique ("public_id");`);
    this.addSql(`create unique index "org_teams_name_unique_in_any_case" on "org_teams" ("org_id", lower("name"));`);

    this.addSql(`create table "org_team_members" ("org_id" int not null, "team_id" int not null, "user_id" int not null, "is_lead" boolean not null default false, "joined_at" timestamptz not null default now(), primary key ("org_id", "team_id", "user_id"));`);
    this.addSql(`create index "org_team_members_user_id_index" on "org_team_members" ("user_id");`);

    this.addSql(`alter table "audit_log" add "org_id" int null;`);
    this.addSql(`create index "audit_log_org_id_index" on "audit_log" ("org_id");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "organizations" cascade;`);
    this.addSql(`drop table if exists "org_members" cascade;`);
    this.addSql(`drop table if exists "org_shares" cascade;`);
    this.addSql(`drop table if exists "org_teams" cascade;`);
    this.addSql(`drop table if exists "org_team_members" cascade;`);

    this.addSql(`drop index "audit_log_org_id_index";`);
    this.addSql(`alter table "audit_log" drop column "org_id";`);
  }

}
