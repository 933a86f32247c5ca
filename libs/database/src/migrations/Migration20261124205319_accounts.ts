import { Migration } from '@mikro-orm/migrations';

export class Migration20261124205319_accounts extends Migration {

  override name = 'Migration20261124205319_accounts';

  override up(): void | Promise<void> {
    this.addSql(`create table "account_tokens" ("id" serial primary key, "user_id" int null, "kind" text not null, "hash" bytea not null, "email" text null, "created_at" timestamptz not null default now(), "expires_at" timestamptz not null, "used_at" timestamptz null);`);
    this.addSql(`create index "account_tokens_user_id_index" on "account_tokens" ("user_id");`);
    this.addSql(`alter table "account_tokens" add constraint "account_tokens_hash_unique" unique ("hash");`);

    this.addSql(`create table "sessions" ("id" serial primary key, "user_id" int not null, "public_id" uuid not null, "hash" bytea not null, "api_key_id" int null, "user_agent" text not null, "address" text not null, "created_at" timestamptz not null default now(), "last_seen_at" timestamptz not null default now(), "expires_at" timestamptz not null);`);
    this.addSql(`create index "sessions_user_id_index" on "sessions" ("user_id");`);
    this.addSql(`alter table "sessions" add constraint "sessions_public_id_unique" unique ("public_id");`);
    this.addSql(`alter table "sessions" add constraint "sessions_hash_unique" unique ("hash");`);

    this.addSql(`alter table "api_keys" add "scopes" text[] not null default '{full}', add "expires_at" timestamptz null, add "last_used_at" timestamptz null, add "from_sign_in" boolean not null default false;`);

    this.addSql(`alter table "users" drop constraint "users_username_unique";`);
    this.addSql(`alter table "users" add "is_admin" boolean not null default false, add "password_hash" text null, add "email_confirmed_at" timestamptz null, add "disabled_at" timestamptz null, add "plan" text not null default 'free', add "is_profile_private" boolean not null default true, add "logged_time_public" boolean not null default false, add "languages_used_public" boolean not null default false, add "projects_public" boolean not null default false, add "editors_used_public" boolean not null default false, add "os_used_public" boolean not null default false, add "categories_used_public" boolean not null default false, add "machines_public" boolean not null default false, add "display_minimum_duration" smallint not null default 0;`);
    this.addSql(`create unique index "users_username_unique_in_any_case" on "users" (lower("username"));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "account_tokens" cascade;`);
    this.addSql(`drop table if exists "sessions" cascade;`);

    this.addSql(`alter table "api_keys" drop column "scopes", drop column "expires_at", drop column "last_used_at", drop column "from_sign_in";`);

    this.addSql(`alter table "users" drop constraint "users_username_unique_in_any_case";`);
    this.addSql(`alter table "users" drop column "is_admin", drop column "password_hash", drop column "email_confirmed_at", drop column "disabled_at", drop column "plan", drop column "is_profile_private", drop column "logged_time_public", drop column "languages_used_public", drop column "projects_public", drop column "editors_used_public", drop column "os_used_public", drop column "categories_used_public", drop column "machines_public", drop column "display_minimum_duration";`);
    this.addSql(`alter table "users" add constraint "users_username_unique" unique ("username");`);
  }

}
