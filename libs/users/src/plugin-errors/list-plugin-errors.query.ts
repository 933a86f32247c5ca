import { type Actor, must } from '@app/core';
import { ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { PluginErrorReport } from './report-plugin-error.command.js';

/** A reported error. */
export interface ListedPluginError extends PluginErrorReport {
  id: string;
  /** ms since 1970. */
  at: number;
  /** Whose key it came with; null: nobody known. */
  username: string | null;
}

export interface PluginErrorPage {
  errors: ListedPluginError[];
  /** On all pages. */
  total: number;
}

/** A page of the errors that plugins reported, newest first. For administrators. */
export class ListPluginErrors extends Query<PluginErrorPage> {
  constructor(
    readonly actor: Actor,
    readonly page: { page: number; perPage: number },
  ) {
    super();
  }
}

const LIST = `
  WITH page AS (SELECT * FROM plugin_errors ORDER BY id DESC LIMIT $1::int OFFSET $2::bigint)
  SELECT (SELECT count(*) FROM plugin_errors)::int AS total,
         coalesce((
           SELECT json_agg(json_build_object(
                    'id', p.id::text, 'at', floor(extract(epoch FROM p.at) * 1000), 'username', u.username, 'plugin', p.plugin,
                    'cliVersion', p.cli_version, 'platform', p.platform, 'architecture', p.architecture, 'message', p.message,
                    'stacktrace', p.stacktrace, 'logs', p.logs, 'isPanic', p.is_panic) ORDER BY p.id DESC)
             FROM page p
             LEFT JOIN users u ON u.id = p.user_id), '[]')::text AS errors`;

@QueryHandler(ListPluginErrors)
export class ListPluginErrorsHandler implements IQueryHandler<ListPluginErrors> {
  constructor(private readonly reads: ReadPool) {}

  async execute({ page: { page, perPage } }: ListPluginErrors): Promise<PluginErrorPage> {
    const [row] = await this.reads.query<{ total: number; errors: string }>({
      name: 'list-plugin-errors',
      text: LIST,
      params: [perPage, (page - 1) * perPage],
    });
    const { total, errors } = must(row, 'page of plugin errors');
    return { errors: JSON.parse(errors), total };
  }
}
