import { Migration } from '@mikro-orm/migrations';

export class Migration20261127083956_reader_version extends Migration {

  override name = 'Migration20261127083956_reader_version';

  override up(): void | Promise<void> {
    this.addSql(`alter table "user_agents" add "reader_version" int not null default 0;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "user_agents" drop column "reader_version";`);
  }

}
