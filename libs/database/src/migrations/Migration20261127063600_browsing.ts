import { Migration } from '@mikro-orm/migrations';

/** Sites that were sent without a category are shown as browsing, also those of before. What was sent stays. */
export class Migration20261127063600_browsing extends Migration {
  override name = 'Migration20261127063600_browsing';

  override up(): void {
    this.addSql(`update "activities" set "category" = 'browsing' where "sent_category" = '' and "sent_type" in ('domain', 'url');`);
  }

  override down(): void {
    this.addSql(`update "activities" set "category" = '' where "sent_category" = '' and "sent_type" in ('domain', 'url');`);
  }
}
