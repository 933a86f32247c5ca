import { PageInfo, pageOf, PageParams, toPageInfo } from '@app/compat';
import { dateOf, isoSeconds } from '@app/core';
import type { ListedView, ViewPage } from '@app/orgs';

/** Who looked. */
export class ViewerData {
  /** `user`, or `key`: a service key of the organization. @example "user" */
  kind: string;
  /** The user's id; null: a service key, or an account that is there no more. @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  id: string | null;
  /** @example "grace" */
  username: string | null;
  /** @example "Grace Hopper" */
  display_name: string | null;
}

/** That somebody looked at your time on a day. */
export class AccessData {
  viewer: ViewerData;
  /** A UTC day. @example "2026-11-24" */
  day: string;
  /** The report that named you: summaries, durations, leaders, timesheet or stats. @example "timesheet" */
  what: string;
  /** How often that day. @example 2 */
  count: number;
  /** When last. @example "2026-11-24T10:03:20Z" */
  last_at: string;
}

export class AccessLogAnswer extends PageInfo {
  data: AccessData[];
}

export function toAccessLog({ views, total }: ViewPage, params: PageParams): AccessLogAnswer {
  return { data: views.map(toAccess), ...toPageInfo(total, pageOf(params)) };
}

function toAccess({ viewerKind, publicId, username, displayName, day, what, count, lastAt }: ListedView): AccessData {
  return {
    viewer: { kind: viewerKind, id: publicId, username, display_name: displayName },
    day: dateOf(day),
    what,
    count,
    last_at: isoSeconds(lastAt),
  };
}
