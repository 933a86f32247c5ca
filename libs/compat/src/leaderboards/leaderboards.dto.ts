import { Flag, MayBeLeftOut, OneLine, OneOf, Text } from '@app/core';

const RANGES = ['last_7_days', 'last_30_days', 'last_90_days'];

export class CreateLeaderboardBody {
  /** What members call it, 1 to 100 characters. @example "Analytical engines" */
  @OneLine(100)
  name: string;

  /** What it ranks and shows; it never changes, as members agree to it. Left out: last_7_days. @example "last_7_days" */
  @MayBeLeftOut()
  @OneOf(RANGES)
  time_range?: string;
}

export class RenameLeaderboardBody {
  /** 1 to 100 characters. @example "Difference engines" */
  @OneLine(100)
  name: string;
}

export class InviteToLeaderboardBody {
  /** A username or @username, in any case. @example "grace" */
  @Text(40, 1)
  username: string;
}

export class LeaderboardTokenBody {
  /** As whoever made the link gave it. @example "Zm9yIGV4YW1wbGUgb25seSwgdGhpcyBpcyBubyBsaW5r" */
  @Text(100, 1)
  token: string;
}

export class ConsentBody {
  /** That you agree to what `consent` of the invitation or the link says. @example true */
  @Flag()
  consent: boolean;
}

export class JoinLeaderboardBody extends ConsentBody {
  /** As whoever made the link gave it. @example "Zm9yIGV4YW1wbGUgb25seSwgdGhpcyBpcyBubyBsaW5r" */
  @Text(100, 1)
  token: string;
}

/** A private leaderboard that you are on. */
export class LeaderboardItem {
  /** @example "5b0f3c9e-9d43-4f0c-8f5e-2f6f1f7f6d11" */
  id: string;
  /** @example "Analytical engines" */
  name: string;
  /** Whether it is yours: it belongs to whoever has been on it longest. */
  can_edit: boolean;
  can_delete: boolean;
  /** Whether fewer than a hundred people are on it. */
  has_available_seat: boolean;
  /** @example 3 */
  members_count: number;
  /** The same: everybody has a zone. @example 3 */
  members_with_timezones_count: number;
  /** @example "last_7_days" */
  time_range: string;
  /** @example "2026-01-02T03:04:05Z" */
  created_at: string;
  modified_at: string | null;
}

export class LeaderboardAnswer {
  data: LeaderboardItem;
}

/** All private leaderboards that you are on: twenty at most, on one page. */
export class LeaderboardsAnswer {
  data: LeaderboardItem[];
  /** @example 1 */
  total: number;
  /** @example 1 */
  page: number;
  /** @example 1 */
  total_pages: number;
}

export class LeaderboardLinkData {
  /** Give it to whom you want on the leaderboard. It is shown this once. @example "Zm9yIGV4YW1wbGUgb25seSwgdGhpcyBpcyBubyBsaW5r" */
  token: string;
  /** @example "2026-01-09T03:04:05Z" */
  expires_at: string;
}

export class LeaderboardLinkAnswer {
  data: LeaderboardLinkData;
}

/** A private leaderboard that you may join. */
export class LeaderboardOffer {
  /** @example "5b0f3c9e-9d43-4f0c-8f5e-2f6f1f7f6d11" */
  id: string;
  /** @example "Analytical engines" */
  name: string;
  /** @example "last_7_days" */
  time_range: string;
  /** @example 3 */
  members_count: number;
  /** The username of who asked; null for a link. @example "ada" */
  invited_by: string | null;
  /** @example "2026-01-09T03:04:05Z" */
  expires_at: string;
  /** What the others will see of you, and you of them. @example "Everybody on this leaderboard sees your name, picture, country, and your time and languages of the last 7 days, also while your profile is private. You can leave at any time; then they see nothing of you any more." */
  consent: string;
}

export class LeaderboardOfferAnswer {
  data: LeaderboardOffer;
}

/** Every invitation that waits for your answer: fifty at most, on one page, the newest first. */
export class LeaderboardInvitesAnswer {
  data: LeaderboardOffer[];
  /** @example 1 */
  total: number;
  /** @example 1 */
  page: number;
  /** @example 1 */
  total_pages: number;
}

/** It is done. */
export class DoneAnswer {
  data: Record<string, never>;
}
