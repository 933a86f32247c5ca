import { Migration } from '@mikro-orm/migrations';

export class Migration20261127115026_lists_and_plugin_errors extends Migration {

  override name = 'Migration20261127115026_lists_and_plugin_errors';

  override up(): void | Promise<void> {
    this.addSql(`create table "plugin_errors" ("id" bigserial primary key, "at" timestamptz not null, "user_id" int null, "plugin" text not null, "cli_version" text not null, "platform" text not null, "architecture" text not null, "message" text not null, "stacktrace" text not null, "logs" text not null, "is_panic" boolean not null);`);
    this.addSql(`create index "plugin_errors_at_index" on "plugin_errors" ("at");`);

    this.addSql(`create table "user_agent_days" ("user_id" int not null, "day" int not null, "user_agent_id" int not null, "first_time" bigint not null, "last_time" bigint not null, primary key ("user_id", "day", "user_agent_id"));`);
    // Days that were rolled up before there was this table.
    this.addSql(`insert into "user_agent_days" select user_id, (time / 86400000000)::int, user_agent_id, min(time), max(time) from "heartbeats" group by 1, 2, 3 order by 1, 2, 3;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "plugin_errors" cascade;`);
    this.addSql(`drop table if exists "user_agent_days" cascade;`);
  }

}
