import type { Actor } from '@app/core';
import { msSql, ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ownMembership } from '../sharing/own-membership.js';

/** That somebody looked at one’s time on a day. */
export interface ListedView {
  /** A UTC day, days since 1970. */
  day: number;
  what: string;
  /** How often that day. */
  count: number;
  /** ms since 1970. */
  lastAt: number;
  viewerKind: 'user' | 'key';
  /** Of an account; null: it is there no more, or it was a service key. */
  publicId: string | null;
  username: string | null;
  displayName: string | null;
}

export interface ViewPage {
  total: number;
  views: ListedView[];
}

/** Who looked at a user’s time in an organization, when and at what, newest first: one page. Also of an organization that they left. */
export class ListViews extends Query<ViewPage> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly org: string,
    readonly page: { page: number; perPage: number },
  ) {
    super();
  }
}

const LIST = `
  SELECT v.day, v.what, v.count, ${msSql('v.last_at')} AS "lastAt", v.viewer_kind AS "viewerKind",
         u.public_id AS "publicId", u.username, coalesce(u.display_name, k.name) AS "displayName"
    FROM org_views v
    LEFT JOIN users u ON v.viewer_kind = 'user' AND u.id = v.viewer_id
    LEFT JOIN org_keys k ON v.viewer_kind = 'key' AND k.org_id = v.org_id AND k.id = v.viewer_id
   WHERE v.user_id = $1 AND v.org_id = $2
   ORDER BY v.last_at DESC, v.day DESC, v.what, v.viewer_kind, v.viewer_id
   LIMIT $3 OFFSET $4`;
const COUNT = 'SELECT count(*)::int AS total FROM org_views WHERE user_id = $1 AND org_id = $2';

@QueryHandler(ListViews)
export class ListViewsHandler implements IQueryHandler<ListViews> {
  constructor(private readonly reads: ReadPool) {}

  async execute({ userId, org, page: { page, perPage } }: ListViews): Promise<ViewPage> {
    const { orgId } = await ownMembership(this.reads, userId, org);
    const [counted] = await this.reads.query<{ total: number }>({ name: 'count-org-views', text: COUNT, params: [userId, orgId] });
    const views = await this.reads.query<ListedView>({
      name: 'org-views',
      text: LIST,
      params: [userId, orgId, perPage, (page - 1) * perPage],
    });
    return { total: counted?.total ?? 0, views };
  }
}
