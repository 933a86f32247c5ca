import { Migration } from '@mikro-orm/migrations';

export class Migration20261127151103_weekly_reports extends Migration {

  override name = 'Migration20261127151103_weekly_reports';

  override up(): void | Promise<void> {
    this.addSql(`create table "weekly_reports" ("user_id" int not null, "week" text not null, "state" text not null default 'waiting', "attempts" int not null default 0, "due_at" timestamptz not null, "created_at" timestamptz not null default now(), "sent_at" timestamptz null, primary key ("user_id", "week"));`);

    this.addSql(`alter table "users" add "weekly_report" boolean not null default false, add "report_due_at" timestamptz null, add "unsubscribe_secret" bytea null;`);
    this.addSql(`create index "users_report_due_at_index" on "users" ("report_due_at") where "weekly_report";`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "weekly_reports" cascade;`);

    this.addSql(`drop index "users_report_due_at_index";`);
    this.addSql(`alter table "users" drop column "weekly_report", drop column "report_due_at", drop column "unsubscribe_secret";`);
  }

}
