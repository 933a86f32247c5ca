import { Migration } from '@mikro-orm/migrations';

export class Migration20261127192900_audit_chain extends Migration {

  override name = 'Migration20261127192900_audit_chain';

  override up(): void | Promise<void> {
    this.addSql(`create table "audit_chain" ("id" smallint primary key, "started_at" timestamptz not null default now(), "since_id" bigint not null, "anchor_seq" bigint not null, "anchor_hash" bytea not null, "last_seq" bigint not null, "last_hash" bytea not null);`);

    this.addSql(`drop index "audit_log_org_id_index";`);
    this.addSql(`alter table "audit_log" add "seq" bigint null, add "prev_hash" bytea null, add "hash" bytea null;`);
    this.addSql(`alter table "audit_log" add constraint "audit_log_seq_unique" unique ("seq");`);
    this.addSql(`create index "audit_log_org_id_id_index" on "audit_log" ("org_id", "id");`);
    this.addSql(`create index "audit_log_not_chained_index" on "audit_log" ("id") where "seq" is null and "message" not like '%Refused';`);
    this.addSql(`create or replace function "audit_log_audit_log_is_append_only_fn"() returns trigger as $$ begin if coalesce(current_setting('chronova.audit', true), '') not in ('prune', 'restore') then raise exception 'Rows of the audit log are neither changed nor deleted.'; end if; return null; end; $$ language plpgsql;`);
    this.addSql(`create trigger "audit_log_is_append_only" BEFORE DELETE OR UPDATE OR TRUNCATE on "audit_log" for each STATEMENT execute function "audit_log_audit_log_is_append_only_fn"();`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "audit_chain" cascade;`);

    this.addSql(`alter table "audit_log" drop constraint "audit_log_seq_unique";`);
    this.addSql(`drop index "audit_log_org_id_id_index";`);
    this.addSql(`drop index "audit_log_not_chained_index";`);
    this.addSql(`drop trigger if exists "audit_log_is_append_only" on "audit_log";`);
    this.addSql(`drop function if exists "audit_log_audit_log_is_append_only_fn"();`);
    this.addSql(`alter table "audit_log" drop column "seq", drop column "prev_hash", drop column "hash";`);
    this.addSql(`create index "audit_log_org_id_index" on "audit_log" ("org_id");`);
  }

}
