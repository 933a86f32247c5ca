import { Migration } from '@mikro-orm/migrations';

export class Migration20261127082241_held_usernames extends Migration {

  override name = 'Migration20261127082241_held_usernames';

  override up(): void | Promise<void> {
    this.addSql(`create table "held_usernames" ("username" text not null, primary key ("username"));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "held_usernames" cascade;`);
  }

}
