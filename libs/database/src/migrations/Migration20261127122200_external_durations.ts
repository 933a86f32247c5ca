import { Migration } from '@mikro-orm/migrations';

export class Migration20261127122200_external_durations extends Migration {

  override name = 'Migration20261127122200_external_durations';

  override up(): void | Promise<void> {
    this.addSql(`create table "external_durations" ("user_id" int not null, "id" uuid not null, "external_id" text not null, "start_time" bigint not null, "end_time" bigint not null, "activity_id" int not null, "entity_id" int not null, "provider" text not null, "meta" text null, "created_at" timestamptz not null default now(), "modified_at" timestamptz not null default now(), primary key ("user_id", "id"));`);
    this.addSql(`create index "external_durations_user_id_start_time_index" on "external_durations" ("user_id", "start_time");`);

    this.addSql(`create index "activities_dropped_index" on "activities" ("user_id", "id") where "dropped";`);

    this.addSql(`alter table "users" add "counts_external_durations" boolean not null default false;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "external_durations" cascade;`);

    this.addSql(`drop index "activities_dropped_index";`);

    this.addSql(`alter table "users" drop column "counts_external_durations";`);
  }

}
