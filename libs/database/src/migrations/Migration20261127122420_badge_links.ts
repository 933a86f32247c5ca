import { Migration } from '@mikro-orm/migrations';

export class Migration20261127122420_badge_links extends Migration {

  override name = 'Migration20261127122420_badge_links';

  override up(): void | Promise<void> {
    this.addSql(`create table "badge_links" ("user_id" int not null, "id" uuid not null, "range" text not null, "project" text null, "language" text null, "label" text null, "created_at" timestamptz not null default now(), primary key ("user_id", "id"));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "badge_links" cascade;`);
  }

}
