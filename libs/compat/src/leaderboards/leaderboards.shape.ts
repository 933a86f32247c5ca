import { type Board, consentOf, type LeaderboardLink, MOST_MEMBERS, type OfferedBoard } from '@app/analytics';
import { isoSeconds } from '@app/core';
import type {
  LeaderboardAnswer,
  LeaderboardInvitesAnswer,
  LeaderboardItem,
  LeaderboardLinkAnswer,
  LeaderboardOffer,
  LeaderboardOfferAnswer,
  LeaderboardsAnswer,
} from './leaderboards.dto.js';

/** The private leaderboards of somebody (contract §1.8): all of them, on one page. */
export function toLeaderboards(boards: readonly Board[]): LeaderboardsAnswer {
  return { data: boards.map(toItem), total: boards.length, page: 1, total_pages: 1 };
}

export function toLeaderboard(board: Board): LeaderboardAnswer {
  return { data: toItem(board) };
}

export function toLeaderboardLink({ token, expiresAt }: LeaderboardLink): LeaderboardLinkAnswer {
  return { data: { token, expires_at: isoSeconds(expiresAt) } };
}

export function toLeaderboardInvites(offers: readonly OfferedBoard[]): LeaderboardInvitesAnswer {
  return { data: offers.map(toOffer), total: offers.length, page: 1, total_pages: 1 };
}

export function toLeaderboardOffer(offer: OfferedBoard): LeaderboardOfferAnswer {
  return { data: toOffer(offer) };
}

function toItem({ publicId, name, timeRange, members, isOwner, createdAt, modifiedAt }: Board): LeaderboardItem {
  return {
    id: publicId,
    name,
    can_edit: isOwner,
    can_delete: isOwner,
    has_available_seat: members < MOST_MEMBERS,
    members_count: members,
    members_with_timezones_count: members,
    time_range: timeRange,
    created_at: isoSeconds(createdAt),
    modified_at: modifiedAt === null ? null : isoSeconds(modifiedAt),
  };
}

function toOffer({ publicId, name, timeRange, members, invitedBy, expiresAt }: OfferedBoard): LeaderboardOffer {
  return {
    id: publicId,
    name,
    time_range: timeRange,
    members_count: members,
    invited_by: invitedBy,
    expires_at: isoSeconds(expiresAt),
    consent: consentOf(timeRange),
  };
}
