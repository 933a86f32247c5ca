import { PriorityPool } from '@app/database';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { textArray } from './array-literals.js';
import type { Heartbeat } from './heartbeat.js';

/** Projects whose repository is remembered. */
const REMEMBERED = 10_000;

// In the order of the key: two requests of a user would wait for each other else.
const REMEMBER = `
  WITH changed AS (
    SELECT p.id, n.url
      FROM projects p
      JOIN unnest($2::text[], $3::text[]) AS n (name, url) ON n.name = p.sent_name
     WHERE p.user_id = $1 AND p.repository_url IS DISTINCT FROM n.url
     ORDER BY p.id
       FOR UPDATE OF p)
  UPDATE projects p SET repository_url = c.url FROM changed c WHERE p.user_id = $1 AND p.id = c.id`;

/** Keeps the repository of each project that clients tell one of: the newest that came. Most heartbeats tell none, or what is known, and cost nothing. */
@Injectable()
export class Repositories {
  private readonly known = new LRUCache<string, string>({ max: REMEMBERED });

  constructor(private readonly priority: PriorityPool) {}

  /** After the heartbeats are stored: their projects have rows then. */
  async remember(userId: number, heartbeats: readonly Heartbeat[]): Promise<void> {
    const telling = heartbeats.filter(({ project, repositoryUrl }) => project !== '' && repositoryUrl !== '');
    if (telling.length === 0) return;
    const newest = new Map(telling.toSorted((a, b) => a.time - b.time).map(({ project, repositoryUrl }) => [project, repositoryUrl]));
    const keyOf = (project: string): string => `${userId} ${project}`;
    const unknown = [...newest].filter(([project, url]) => this.known.get(keyOf(project)) !== url);
    if (unknown.length === 0) return;
    const [names, urls] = [unknown.map(([project]) => project), unknown.map(([, url]) => url)];
    await this.priority.query('remember-repositories', REMEMBER, [userId, textArray(names), textArray(urls)]);
    for (const [project, url] of unknown) this.known.set(keyOf(project), url);
  }
}
