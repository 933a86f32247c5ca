import { Migration } from '@mikro-orm/migrations';

export class Migration20261127125238_badge_of_a_label extends Migration {

  override name = 'Migration20261127125238_badge_of_a_label';

  override up(): void | Promise<void> {
    this.addSql(`alter table "badge_links" add "project_label" text null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "badge_links" drop column "project_label";`);
  }

}
