import { Migration } from '@mikro-orm/migrations';

export class Migration20261127192332_entity_rules_version extends Migration {

  override name = 'Migration20261127192332_entity_rules_version';

  override up(): void | Promise<void> {
    this.addSql(`alter table "dimension_counters" add "entity_rules_version" int not null default 0;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "dimension_counters" drop column "entity_rules_version";`);
  }

}
