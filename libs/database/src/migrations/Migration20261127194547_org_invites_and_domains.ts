import { Migration } from '@mikro-orm/migrations';

export class Migration20261127194547_org_invites_and_domains extends Migration {

  override name = 'Migration20261127194547_org_invites_and_domains';

  override up(): void | Promise<void> {
    this.addSql(`create table "org_domains" ("id" serial primary key, "org_id" int not null, "public_id" uuid not null, "domain" text not null, "challenge" text not null, "capture" text not null default 'off', "role" text not null default 'member', "added_by" int not null, "created_at" timestamptz not null default now(), "verified_at" timestamptz null, "checked_at" timestamptz null, "check_due_at" timestamptz null, "misses" smallint not null default 0);`);
    this.addSql(`alter table "org_domains" add constraint "org_domains_public_id_unique" unique ("public_id");`);
    this.addSql(`create index "org_domains_check_due_at_index" on "org_domains" ("check_due_at");`);
    this.addSql(`alter table "org_domains" add constraint "org_domains_org_id_domain_unique" unique ("org_id", "domain");`);
    this.addSql(`create unique index "org_domains_proven_for_one" on "org_domains" ("domain") where "verified_at" is not null;`);

    this.addSql(`create table "org_invites" ("id" serial primary key, "org_id" int not null, "public_id" uuid not null, "email" text not null, "role" text not null, "team_ids" int[] not null default '{}', "status" text not null default 'pending', "token_hash" bytea null, "invited_by" int not null, "user_id" int null, "created_at" timestamptz not null default now(), "expires_at" timestamptz not null, "answered_at" timestamptz null, "asked_at" timestamptz not null default now(), "asks" int not null default 1, "mail_due_at" timestamptz null, "mail_tries" smallint not null default 0, "mailed_at" timestamptz null);`);
    this.addSql(`alter table "org_invites" add constraint "org_invites_public_id_unique" unique ("public_id");`);
    this.addSql(`alter table "org_invites" add constraint "org_invites_token_hash_unique" unique ("token_hash");`);
    this.addSql(`create index "org_invites_user_id_index" on "org_invites" ("user_id");`);
    this.addSql(`create index "org_invites_org_id_created_at_index" on "org_invites" ("org_id", "created_at");`);
    this.addSql(`create index "org_invites_email_index" on "org_invites" ("email");`);
    this.addSql(`create index "org_invites_expires_at_index" on "org_invites" ("expires_at");`);
    this.addSql(`create index "org_invites_invited_by_asked_at_index" on "org_invites" ("invited_by", "asked_at");`);
    this.addSql(`create index "org_invites_mail_due_at_index" on "org_invites" ("mail_due_at") where "mail_due_at" is not null;`);
    this.addSql(`create unique index "org_invites_one_pending_an_address" on "org_invites" ("org_id", "email") where "status" = 'pending';`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "org_domains" cascade;`);
    this.addSql(`drop table if exists "org_invites" cascade;`);
  }

}
