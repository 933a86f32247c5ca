import { Migration } from '@mikro-orm/migrations';

export class Migration20261127021842_limit_counters extends Migration {

  override name = 'Migration20261127021842_limit_counters';

  override up(): void | Promise<void> {
    this.addSql(`create unlogged table "limit_counters" ("key" text not null, "requests" int not null, "ends_at" bigint not null, primary key ("key")) with (fillfactor = 50);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "limit_counters" cascade;`);
  }

}
