import { Migration } from '@mikro-orm/migrations';

/** Rules and renames. What they need of the activities that there are: the language of a file's name, which is shown where none was sent. */
export class Migration20261127114500_naming extends Migration {
  override name = 'Migration20261127114500_naming';

  override up(): void {
    this.addSql(
      `alter table "activities" add "file_language" text not null default '', add "forced" text not null default '', add "dropped" boolean not null default false;`,
    );
    this.addSql(`update "activities" set "file_language" = "language" where "sent_language" = '' and "language" <> '';`);
    this.addSql(`alter table "dimension_counters" add "naming_version" int not null default 0;`);
    this.addSql(
      `create table "renames" ("user_id" int not null, "id" uuid not null, "dimension" text not null, "digest" bytea not null, "name" text not null, "shown_name" text not null, "created_at" timestamptz not null default now(), primary key ("user_id", "id"));`,
    );
    this.addSql(
      `alter table "renames" add constraint "renames_user_id_dimension_digest_unique" unique ("user_id", "dimension", "digest");`,
    );
    this.addSql(
      `create table "rules" ("user_id" int not null, "id" uuid not null, "position" int not null, "field" text not null, "operation" text not null, "value" text not null, "sets" jsonb null, "created_at" timestamptz not null default now(), "modified_at" timestamptz not null default now(), primary key ("user_id", "id"));`,
    );
  }

  override down(): void {
    this.addSql(`drop table "rules";`);
    this.addSql(`drop table "renames";`);
    this.addSql(`alter table "dimension_counters" drop column "naming_version";`);
    this.addSql(`alter table "activities" drop column "file_language", drop column "forced", drop column "dropped";`);
  }
}
