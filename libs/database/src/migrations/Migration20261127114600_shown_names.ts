import { Migration } from '@mikro-orm/migrations';

/** What a project is shown as is in `renames`, as that of every other name. Nothing could rename one before. */
export class Migration20261127114600_shown_names extends Migration {
  override name = 'Migration20261127114600_shown_names';

  override up(): void {
    this.addSql(`alter table "projects" drop column "shown_name";`);
  }

  override down(): void {
    this.addSql(`alter table "projects" add "shown_name" text null;`);
    this.addSql(`update "projects" set "shown_name" = "sent_name";`);
    this.addSql(`alter table "projects" alter column "shown_name" set not null;`);
  }
}
