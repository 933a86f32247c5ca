import type { AuditRow } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';

/**
 * What another feature does in the transaction in which an account ends, so that both are true together. It takes its locks before that of the account, may run
 * twice, and returns the rows of the audit log that tell of it: they are written last.
 */
type AccountEnd = (em: EntityManager, userId: number) => Promise<AuditRow[]>;

/** What features say that must be true as soon as an account is being deleted. A process in which accounts are deleted has the modules of them all. */
@Injectable()
export class AccountEnds {
  private readonly ends: AccountEnd[] = [];

  add(end: AccountEnd): void {
    this.ends.push(end);
  }

  /** Does it all, in the caller's transaction. */
  async run(em: EntityManager, userId: number): Promise<AuditRow[]> {
    const rows: AuditRow[] = [];
    for (const end of this.ends) rows.push(...(await end(em, userId)));
    return rows;
  }
}
