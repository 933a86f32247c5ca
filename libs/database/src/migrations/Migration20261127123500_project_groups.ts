import { Migration } from '@mikro-orm/migrations';

/** Labels and clients, and the projects that have them. */
export class Migration20261127123500_project_groups extends Migration {
  override name = 'Migration20261127123500_project_groups';

  override up(): void {
    this.addSql(
      `create table "grouped_projects" ("user_id" int not null, "group_id" uuid not null, "project_id" int not null, primary key ("user_id", "group_id", "project_id"));`,
    );
    this.addSql(
      `create table "project_groups" ("user_id" int not null, "id" uuid not null default gen_random_uuid(), "kind" text not null, "name" text not null, "color" text null, "rate" double precision null, "timeout" smallint null, "created_at" timestamptz not null default now(), primary key ("user_id", "id"));`,
    );
    this.addSql(
      `alter table "project_groups" add constraint "project_groups_user_id_kind_name_unique" unique ("user_id", "kind", "name");`,
    );
  }

  override down(): void {
    this.addSql(`drop table "project_groups";`);
    this.addSql(`drop table "grouped_projects";`);
  }
}
