import { Migration } from '@mikro-orm/migrations';

export class Migration20261127231220_org_notice_mails extends Migration {

  override name = 'Migration20261127231220_org_notice_mails';

  override up(): void | Promise<void> {
    this.addSql(`create table "org_notice_mails" ("user_id" int not null, "org_id" int not null, "since_id" bigint not null, "due_at" timestamptz null, "asks" int not null default 1, "tries" smallint not null default 0, "sent_at" timestamptz[] not null default '{}', primary key ("user_id", "org_id"));`);
    this.addSql(`create index "org_notice_mails_due_at_index" on "org_notice_mails" ("due_at") where "due_at" is not null;`);
    this.addSql(`create index "org_notice_mails_org_id_index" on "org_notice_mails" ("org_id");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "org_notice_mails" cascade;`);
  }

}
