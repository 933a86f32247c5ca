import { type Actor, must } from '@app/core';
import { ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { SeenPage } from './list-names.query.js';
import { USER_AGENTS } from './seen-statements.js';

/** A raw user agent and what was read of it; `''` = none. Times in µs since 1970, by the heartbeats' own time. */
export interface SeenUserAgent {
  id: number;
  value: string;
  editor: string;
  version: string;
  operatingSystem: string;
  aiAgent: string;
  aiModel: string;
  aiModelVersion: string;
  aiModelComplexity: string;
  cliVersion: string;
  isBrowserExtension: boolean;
  firstTime: number;
  lastTime: number;
  /** When the first heartbeat with it was stored, ms since 1970. */
  createdAt: number;
}

export interface SeenUserAgents {
  agents: SeenUserAgent[];
  /** On all pages. */
  total: number;
}

/** A page of the programs that sent a user's heartbeats, the one seen last first. Right at once, as `ListNames`. */
export class ListUserAgents extends Query<SeenUserAgents> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly page: SeenPage,
  ) {
    super();
  }
}

@QueryHandler(ListUserAgents)
export class ListUserAgentsHandler implements IQueryHandler<ListUserAgents> {
  constructor(private readonly reads: ReadPool) {}

  async execute({ userId, page: { page, perPage } }: ListUserAgents): Promise<SeenUserAgents> {
    const [row] = await this.reads.query<{ total: number; agents: string }>({
      name: 'seen user-agents',
      text: USER_AGENTS,
      params: [userId, perPage, (page - 1) * perPage],
      long: true,
    });
    const { total, agents } = must(row, 'page of user agents');
    return { agents: JSON.parse(agents), total };
  }
}
