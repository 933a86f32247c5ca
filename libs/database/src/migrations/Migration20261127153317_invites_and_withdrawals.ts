import { Migration } from '@mikro-orm/migrations';

export class Migration20261127153317_invites_and_withdrawals extends Migration {

  override name = 'Migration20261127153317_invites_and_withdrawals';

  override up(): void | Promise<void> {
    this.addSql(`alter table "instance_stats" add "counted" int[] not null default '{}', add "counted_lists" int[] not null default '{}';`);

    this.addSql(`alter table "leaderboards" add "asked" int not null default 0, add "asked_since" timestamptz not null default now();`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "instance_stats" drop column "counted", drop column "counted_lists";`);

    this.addSql(`alter table "leaderboards" drop column "asked", drop column "asked_since";`);
  }

}
