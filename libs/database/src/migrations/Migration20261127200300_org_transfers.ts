import { Migration } from '@mikro-orm/migrations';

export class Migration20261127200300_org_transfers extends Migration {

  override name = 'Migration20261127200300_org_transfers';

  override up(): void | Promise<void> {
    this.addSql(`create table "org_transfers" ("org_id" int not null, "user_id" int not null, "offered_by" int not null, "offered_at" timestamptz not null, "expires_at" timestamptz not null, primary key ("org_id"));`);
    this.addSql(`create index "org_transfers_user_id_index" on "org_transfers" ("user_id");`);

    this.addSql(`create index "organizations_deleted_index" on "organizations" ("deleted_at") where "deleted_at" is not null;`);

    this.addSql(`create index "org_members_owners_index" on "org_members" ("org_id") where "role" = 'owner' and "left_at" is null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "org_transfers" cascade;`);

    this.addSql(`drop index "org_members_owners_index";`);

    this.addSql(`drop index "organizations_deleted_index";`);
  }

}
