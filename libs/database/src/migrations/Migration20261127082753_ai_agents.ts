import { Migration } from '@mikro-orm/migrations';

export class Migration20261127082753_ai_agents extends Migration {

  override name = 'Migration20261127082753_ai_agents';

  override up(): void | Promise<void> {
    this.addSql(`alter table "activities" add "sent_ai_agent" text not null default '', add "ai_agent" text not null default '';`);

    this.addSql(`alter table "user_agents" add "ai_agent" text not null default '';`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "activities" drop column "sent_ai_agent", drop column "ai_agent";`);

    this.addSql(`alter table "user_agents" drop column "ai_agent";`);
  }

}
