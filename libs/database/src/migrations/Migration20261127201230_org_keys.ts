import { Migration } from '@mikro-orm/migrations';

export class Migration20261127201230_org_keys extends Migration {

  override name = 'Migration20261127201230_org_keys';

  override up(): void | Promise<void> {
    this.addSql(`create table "org_keys" ("id" serial primary key, "org_id" int not null, "public_id" uuid not null, "hash" bytea not null, "name" text not null, "prefix" text not null, "permissions" text[] not null, "made_by" int null, "created_at" timestamptz not null default now(), "expires_at" timestamptz null, "last_used_at" timestamptz null, "revoked_at" timestamptz null);`);
    this.addSql(`create index "org_keys_org_id_index" on "org_keys" ("org_id");`);
    this.addSql(`alter table "org_keys" add constraint "org_keys_public_id_unique" unique ("public_id");`);
    this.addSql(`alter table "org_keys" add constraint "org_keys_hash_unique" unique ("hash");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "org_keys" cascade;`);
  }

}
