import { Migration } from '@mikro-orm/migrations';

export class Migration20261127122511_leaderboards extends Migration {

  override name = 'Migration20261127122511_leaderboards';

  override up(): void | Promise<void> {
    this.addSql(`create table "leaderboards" ("id" serial primary key, "public_id" uuid not null, "name" text not null, "time_range" text not null, "link_hash" bytea null, "link_expires_at" timestamptz null, "created_at" timestamptz not null default now(), "modified_at" timestamptz null);`);
    this.addSql(`alter table "leaderboards" add constraint "leaderboards_public_id_unique" unique ("public_id");`);
    this.addSql(`alter table "leaderboards" add constraint "leaderboards_link_hash_unique" unique ("link_hash");`);

    this.addSql(`create table "leaderboard_invites" ("user_id" int not null, "leaderboard_id" int not null, "invited_by" int not null, "created_at" timestamptz not null default now(), "expires_at" timestamptz not null, primary key ("user_id", "leaderboard_id"));`);
    this.addSql(`create index "leaderboard_invites_leaderboard_id_index" on "leaderboard_invites" ("leaderboard_id");`);

    this.addSql(`create table "leaderboard_members" ("user_id" int not null, "leaderboard_id" int not null, "joined_at" timestamptz not null default now(), primary key ("user_id", "leaderboard_id"));`);
    this.addSql(`create index "leaderboard_members_leaderboard_id_index" on "leaderboard_members" ("leaderboard_id");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "leaderboards" cascade;`);
    this.addSql(`drop table if exists "leaderboard_invites" cascade;`);
    this.addSql(`drop table if exists "leaderboard_members" cascade;`);
  }

}
