import { Migration } from '@mikro-orm/migrations';

export class Migration20261127015810_audit_log extends Migration {

  override name = 'Migration20261127015810_audit_log';

  override up(): void | Promise<void> {
    this.addSql(`create table "audit_log" ("id" bigserial primary key, "at" timestamptz not null default now(), "actor_id" int null, "actor_kind" text not null, "credential_id" int null, "message" text not null, "subject_id" int null, "details" jsonb not null, "request_id" text null, "address" text null);`);
    this.addSql(`create index "audit_log_at_index" on "audit_log" ("at");`);
    this.addSql(`create index "audit_log_subject_id_index" on "audit_log" ("subject_id");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "audit_log" cascade;`);
  }

}
