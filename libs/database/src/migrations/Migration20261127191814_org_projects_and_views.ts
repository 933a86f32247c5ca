import { Migration } from '@mikro-orm/migrations';

export class Migration20261127191814_org_projects_and_views extends Migration {

  override name = 'Migration20261127191814_org_projects_and_views';

  override up(): void | Promise<void> {
    this.addSql(`create table "org_projects" ("id" serial primary key, "org_id" int not null, "public_id" uuid not null, "kind" text not null, "pattern" text not null, "created_at" timestamptz not null default now());`);
    this.addSql(`alter table "org_projects" add constraint "org_projects_public_id_unique" unique ("public_id");`);
    this.addSql(`alter table "org_projects" add constraint "org_projects_org_id_kind_pattern_unique" unique ("org_id", "kind", "pattern");`);

    this.addSql(`create table "org_views" ("user_id" int not null, "org_id" int not null, "day" int not null, "viewer_kind" text not null, "viewer_id" int not null, "what" text not null, "count" int not null default 1, "last_at" timestamptz not null, primary key ("user_id", "org_id", "day", "viewer_kind", "viewer_id", "what"));`);
    this.addSql(`create index "org_views_org_id_index" on "org_views" ("org_id");`);
    this.addSql(`create index "org_views_day_index" on "org_views" ("day");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "org_projects" cascade;`);
    this.addSql(`drop table if exists "org_views" cascade;`);
  }

}
