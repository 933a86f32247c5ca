import { ReadPool } from '@app/database';
import { shownProjectsSql } from '@app/heartbeats';
import { Injectable } from '@nestjs/common';

const FIND = `
  SELECT shown_name AS name, (array_agg(color ORDER BY (sent_name <> shown_name)::int, id))[1] AS color
    FROM (${shownProjectsSql('$1')}) p
   WHERE color IS NOT NULL AND shown_name = ANY($2::text[])
   GROUP BY shown_name`;

/** Reads the colours that a user gave to projects. */
@Injectable()
export class ProjectColors {
  constructor(private readonly reads: ReadPool) {}

  /** `#rrggbb` by shown name, of these projects that have a colour. */
  async of(userId: number, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (names.length === 0) return new Map();
    const rows = await this.reads.query<{ name: string; color: string }>({
      name: 'find-project-colors',
      text: FIND,
      params: [userId, [...new Set(names)]],
    });
    return new Map(rows.map(({ name, color }) => [name, color]));
  }
}
