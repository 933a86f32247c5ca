import { Migration } from '@mikro-orm/migrations';

export class Migration20261127200849_org_team_spells extends Migration {

  override name = 'Migration20261127200849_org_team_spells';

  override up(): void | Promise<void> {
    this.addSql(`create table "org_team_spells" ("org_id" int not null, "team_id" int not null, "user_id" int not null, "from_day" int not null, "until_day" int null, primary key ("org_id", "team_id", "user_id", "from_day"));`);
    this.addSql(`create index "org_team_spells_user_id_index" on "org_team_spells" ("user_id");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "org_team_spells" cascade;`);
  }

}
