import { Migration } from '@mikro-orm/migrations';

export class Migration20261127222315_org_policies extends Migration {

  override name = 'Migration20261127222315_org_policies';

  override up(): void | Promise<void> {
    this.addSql(`alter table "organizations" add "email_domains" text[] not null default '{}', add "session_hours" smallint null, add "key_days" smallint null, add "key_permissions" text[] null, add "personal_keys" text not null default 'manage', add "details_days" smallint null, add "former_names_days" smallint null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "organizations" drop column "email_domains", drop column "session_hours", drop column "key_days", drop column "key_permissions", drop column "personal_keys", drop column "details_days", drop column "former_names_days";`);
  }

}
