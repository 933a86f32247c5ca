import { badParameter } from '@app/core';
import { ReadPool } from '@app/database';
import { groupedProjectsSql } from '@app/heartbeats';
import type { Visibility } from '@app/users';
import { Injectable } from '@nestjs/common';

/** The label and the client that a request names, each by its name or id. */
export interface GroupFilter {
  label?: string;
  client?: string;
}

const FIND = `
  WITH members AS MATERIALIZED (${groupedProjectsSql('$1')})
  SELECT g.kind, coalesce(json_agg(m.project) FILTER (WHERE m.project IS NOT NULL), '[]')::text AS projects
    FROM project_groups g
    LEFT JOIN members m ON m.id = g.id AND (m.kind = 'label' OR m.place = 1)
   WHERE g.user_id = $1
     AND (g.kind = 'label' AND (g.id::text = lower($2) OR g.name = $2) OR g.kind = 'client' AND (g.id::text = lower($3) OR g.name = $3))
   GROUP BY g.kind`;

/** Reads which projects a label or a client stands for. */
@Injectable()
export class GroupFilters {
  constructor(private readonly reads: ReadPool) {}

  /**
   * The shown names of the projects that have the label and the client; undefined: neither is asked for, or it is somebody else's time, where
   * they count for nothing. Refused: a label or a client that there is not.
   */
  async namesOf(userId: number, { label, client }: GroupFilter, sees: Visibility): Promise<readonly string[] | undefined> {
    if (!sees.own || (label === undefined && client === undefined)) return undefined;
    const rows = await this.reads.query<{ kind: 'label' | 'client'; projects: string }>({
      name: 'find-grouped-projects',
      text: FIND,
      params: [userId, label?.normalize('NFC') ?? null, client?.normalize('NFC') ?? null],
    });
    const projectsOf = (kind: 'label' | 'client'): string[] => {
      const row = rows.find((one) => one.kind === kind);
      if (!row) throw badParameter(kind, `There is no such ${kind}. GET users/current/${kind}s lists all of them.`);
      return JSON.parse(row.projects);
    };
    const labelled = label === undefined ? undefined : projectsOf('label');
    const ofClient = client === undefined ? undefined : projectsOf('client');
    return labelled && ofClient ? labelled.filter((name) => ofClient.includes(name)) : (labelled ?? ofClient);
  }
}
