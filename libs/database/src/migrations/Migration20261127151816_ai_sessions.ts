import { Migration } from '@mikro-orm/migrations';

export class Migration20261127151816_ai_sessions extends Migration {

  override name = 'Migration20261127151816_ai_sessions';

  override up(): void | Promise<void> {
    this.addSql(`create table "ai_session_rollups" ("user_id" int not null, "bucket" int not null, "activity_id" int not null, "session" bytea not null, "prompts" int not null, "prompt_length" bigint not null, primary key ("user_id", "bucket", "activity_id", "session"));`);

    this.addSql(`alter table "daily_rollups" add "ai_line_deletions" bigint null, add "human_line_deletions" bigint null;`);

    this.addSql(`alter table "rollups" add "ai_line_deletions" bigint null, add "human_line_deletions" bigint null;`);
    // Days that were rolled up before there was all this: they are read live until they are rolled up again.
    this.addSql(`insert into "dirty_days" ("user_id", "day") select distinct "user_id", ("time" / 86400000000)::int from "heartbeats" where num_nonnulls("ai_session", "ai_prompt_length") > 0 or least("ai_line_changes", "human_line_changes") < 0 order by 1, 2 on conflict do nothing;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "ai_session_rollups" cascade;`);

    this.addSql(`alter table "daily_rollups" drop column "ai_line_deletions", drop column "human_line_deletions";`);

    this.addSql(`alter table "rollups" drop column "ai_line_deletions", drop column "human_line_deletions";`);
  }

}
