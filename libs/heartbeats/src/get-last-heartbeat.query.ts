import type { Actor } from '@app/core';
import { ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

/** `''` = none. */
export interface LastHeartbeat {
  /** µs since 1970. */
  time: number;
  /** The raw user agent. */
  plugin: string;
  editor: string;
  project: string;
  branch: string;
}

/** The user's newest heartbeat, by its own time; undefined before the first. */
export class GetLastHeartbeat extends Query<LastHeartbeat | undefined> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
  ) {
    super();
  }
}

const LAST = `
  SELECT h.time::float8 AS time, u.value AS plugin, a.editor, a.project, a.branch
    FROM (SELECT * FROM heartbeats WHERE user_id = $1 ORDER BY time DESC, id DESC LIMIT 1) h
    JOIN activities a ON a.user_id = $1 AND a.id = h.activity_id
    JOIN user_agents u ON u.user_id = $1 AND u.id = h.user_agent_id`;

@QueryHandler(GetLastHeartbeat)
export class GetLastHeartbeatHandler implements IQueryHandler<GetLastHeartbeat> {
  constructor(private readonly reads: ReadPool) {}

  async execute({ userId }: GetLastHeartbeat): Promise<LastHeartbeat | undefined> {
    const [last] = await this.reads.query<LastHeartbeat>({ name: 'get-last-heartbeat', text: LAST, params: [userId] });
    return last;
  }
}
