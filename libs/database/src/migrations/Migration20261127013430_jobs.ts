import { Migration } from '@mikro-orm/migrations';

export class Migration20261127013430_jobs extends Migration {

  override name = 'Migration20261127013430_jobs';

  override up(): void | Promise<void> {
    this.addSql(`create table "jobs" ("id" uuid not null, "queue" text not null, "name" text not null, "payload" jsonb not null, "user_id" int null, "state" text not null default 'queued', "attempts" int not null default 0, "done" int not null default 0, "total" int not null default 0, "error" text null, "created_at" timestamptz not null default now(), "due_at" timestamptz not null default now(), "started_at" timestamptz null, "alive_at" timestamptz null, "finished_at" timestamptz null, "cancel_requested_at" timestamptz null, primary key ("id"));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "jobs" cascade;`);
  }

}
