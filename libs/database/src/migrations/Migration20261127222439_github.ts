import { Migration } from '@mikro-orm/migrations';

export class Migration20261127222439_github extends Migration {

  override name = 'Migration20261127222439_github';

  override up(): void | Promise<void> {
    this.addSql(`create table "forge_connections" ("user_id" int not null, "id" int not null, "provider" text not null, "base_url" text not null, "external_id" text not null, "login" text not null, "kind" text not null, "token_enc" bytea null, "refresh_enc" bytea null, "key_id" text null, "expires_at" timestamptz null, "scopes" text[] not null, "emails" text[] not null, "status" text not null, "problem" text null, "connected_at" timestamptz not null, "last_synced_at" timestamptz null, "sync_due_at" timestamptz null, "sync_asked_at" timestamptz null, "etags" text[] not null, "limit_left" int null, "limit_reset_at" timestamptz null, primary key ("user_id", "id"));`);
    this.addSql(`create index "forge_connections_sync_due_at_index" on "forge_connections" ("sync_due_at");`);
    this.addSql(`alter table "forge_connections" add constraint "forge_connections_user_id_provider_base_url_unique" unique ("user_id", "provider", "base_url");`);

    this.addSql(`create table "forge_states" ("hash" bytea not null, "user_id" int not null, "expires_at" timestamptz not null, primary key ("hash"));`);
    this.addSql(`create index "forge_states_user_id_index" on "forge_states" ("user_id");`);
    this.addSql(`create index "forge_states_expires_at_index" on "forge_states" ("expires_at");`);

    this.addSql(`create table "pushed_files" ("user_id" int not null, "repository_id" int not null, "sha" text not null, "files" text[] not null, "at" timestamptz not null, primary key ("user_id", "repository_id", "sha"));`);
    this.addSql(`create index "pushed_files_at_index" on "pushed_files" ("at");`);

    this.addSql(`create table "repositories" ("user_id" int not null, "id" int not null, "public_id" uuid not null, "connection_id" int not null, "provider" text not null, "base_url" text not null, "external_id" text not null, "full_name" text not null, "html_url" text not null, "address" text not null, "description" text null, "homepage" text null, "default_branch" text not null, "is_private" boolean not null, "is_archived" boolean not null, "is_fork" boolean not null, "star_count" int not null, "fork_count" int not null, "watch_count" int not null, "created_at" timestamptz null, "pushed_at" timestamptz null, "deleted_at" timestamptz null, "project" text null, "linked_by" text null, "last_synced_at" timestamptz null, "sync_due_at" timestamptz null, "problem" text null, "branches_etag" text null, primary key ("user_id", "id"));`);
    this.addSql(`create index "repositories_external_id_index" on "repositories" ("external_id");`);
    this.addSql(`create index "repositories_sync_due_at_index" on "repositories" ("sync_due_at");`);
    this.addSql(`create index "repositories_user_id_project_index" on "repositories" ("user_id", "project");`);
    this.addSql(`alter table "repositories" add constraint "repositories_user_id_provider_base_url_external_id_unique" unique ("user_id", "provider", "base_url", "external_id");`);
    this.addSql(`alter table "repositories" add constraint "repositories_user_id_public_id_unique" unique ("user_id", "public_id");`);

    this.addSql(`create table "repository_branches" ("user_id" int not null, "repository_id" int not null, "branch" text not null, "head_sha" text null, "target_sha" text null, "from_sha" text null, "since" timestamptz null, "page" int not null default 1, "is_forced" boolean not null default false, "read_at" timestamptz null, primary key ("user_id", "repository_id", "branch"));`);

    this.addSql(`create table "webhook_deliveries" ("provider" text not null, "id" text not null, "event" text not null, "payload" jsonb null, "received_at" timestamptz not null, primary key ("provider", "id"));`);
    this.addSql(`create index "webhook_deliveries_received_at_index" on "webhook_deliveries" ("received_at");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "forge_connections" cascade;`);
    this.addSql(`drop table if exists "forge_states" cascade;`);
    this.addSql(`drop table if exists "pushed_files" cascade;`);
    this.addSql(`drop table if exists "repositories" cascade;`);
    this.addSql(`drop table if exists "repository_branches" cascade;`);
    this.addSql(`drop table if exists "webhook_deliveries" cascade;`);
  }

}
