import { Migration } from '@mikro-orm/migrations';

export class Migration20261127224730_org_sums_resume extends Migration {

  override name = 'Migration20261127224730_org_sums_resume';

  override up(): void | Promise<void> {
    this.addSql(`alter table "org_sum_states" add "redone_from" int null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "org_sum_states" drop column "redone_from";`);
  }

}
