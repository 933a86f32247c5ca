import { Migration } from '@mikro-orm/migrations';

export class Migration20261127192224_org_sum_origin extends Migration {

  override name = 'Migration20261127192224_org_sum_origin';

  override up(): void | Promise<void> {
    this.addSql(`alter table "org_sum_states" add "made_from" text not null default '';`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "org_sum_states" drop column "made_from";`);
  }

}
