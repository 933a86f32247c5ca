import { Migration } from '@mikro-orm/migrations';

export class Migration20261127020449_dirty_days_since extends Migration {

  override name = 'Migration20261127020449_dirty_days_since';

  override up(): void | Promise<void> {
    this.addSql(`alter table "dirty_days" add "since" timestamptz not null default now();`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "dirty_days" drop column "since";`);
  }

}
