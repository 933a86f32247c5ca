import { Migration } from '@mikro-orm/migrations';

export class Migration20261127193144_former_names extends Migration {

  override name = 'Migration20261127193144_former_names';

  override up(): void | Promise<void> {
    this.addSql(`create table "former_names" ("user_id" int not null, "id" uuid not null, "dimension" text not null, "name" text not null, "shown_name" text not null, "created_at" timestamptz not null default now(), primary key ("user_id", "id"));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "former_names" cascade;`);
  }

}
