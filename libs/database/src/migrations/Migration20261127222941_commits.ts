import { Migration } from '@mikro-orm/migrations';

export class Migration20261127222941_commits extends Migration {

  override name = 'Migration20261127222941_commits';

  override up(): void | Promise<void> {
    this.addSql(`create table "commits" ("user_id" int not null, "repository_id" int not null, "project_id" int not null, "sha" text not null, "parents" text[] not null, "authored_at" bigint not null, "committed_at" bigint not null, "author_name" text not null, "author_email" text not null, "author_login" text null, "committer_name" text not null, "committer_email" text not null, "co_authors" text[] not null, "message" text not null, "additions" int null, "deletions" int null, "files" text[] null, "html_url" text null, "branches" text[] not null, "is_own" boolean not null, "superseded_by" text null, "seen_at" timestamptz not null default now(), primary key ("user_id", "repository_id", "project_id", "sha"));`);
    this.addSql(`create index "commits_user_id_authored_at_index" on "commits" ("user_id", "authored_at");`);

    this.addSql(`create table "commit_days" ("user_id" int not null, "day" int not null, "is_due" boolean not null, "read_mark" timestamptz null, "sessions" jsonb null, primary key ("user_id", "day"));`);
    this.addSql(`create index "commit_days_due_index" on "commit_days" ("user_id", "day") where "is_due";`);

    this.addSql(`create table "commit_sightings" ("user_id" int not null, "day" int not null, "project_id" int not null, "sha" text not null, "first_time" bigint not null, "branch" text not null, "author" text not null, "message" text not null, primary key ("user_id", "day", "project_id", "sha"));`);
    this.addSql(`create index "commit_sightings_user_id_project_id_sha_index" on "commit_sightings" ("user_id", "project_id", "sha");`);

    this.addSql(`create table "commit_times" ("user_id" int not null, "day" int not null, "repository_id" int not null, "project_id" int not null, "sha" text not null, "total_us" bigint not null, "file_us" bigint not null, "ai_us" bigint not null, "first_time" bigint not null, primary key ("user_id", "day", "repository_id", "project_id", "sha"));`);

    this.addSql(`create table "commit_watches" ("user_id" int not null, "basis" text null, primary key ("user_id"));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "commits" cascade;`);
    this.addSql(`drop table if exists "commit_days" cascade;`);
    this.addSql(`drop table if exists "commit_sightings" cascade;`);
    this.addSql(`drop table if exists "commit_times" cascade;`);
    this.addSql(`drop table if exists "commit_watches" cascade;`);
  }

}
