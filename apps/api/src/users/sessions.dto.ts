import { isoSeconds } from '@app/core';
import type { ListedSession } from '@app/users';

export class SessionData {
  /** @example "5e1b6c0e-7d0f-4c53-9d0b-2f3f6f1c2a44" */
  id: string;
  /** Whether it is the one that asks, or the key that asks was made with it. @example true */
  current: boolean;
  /** @example "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" */
  user_agent: string;
  /** Where it was signed in from. @example "203.0.113.7" */
  address: string;
  /** @example "2026-11-22T10:03:20Z" */
  created_at: string;
  /** To the hour. @example "2026-11-24T09:00:00Z" */
  last_seen_at: string;
  /** Unless it is seen again. @example "2026-12-24T09:00:00Z" */
  expires_at: string;
}

export class SessionsAnswer {
  data: SessionData[];
}

export class RevokedAnswer {
  /** @example "This session and its key have ended." */
  message: string;
}

export function toSessions(sessions: readonly ListedSession[]): SessionsAnswer {
  return {
    data: sessions.map(({ id, current, userAgent, address, createdAt, lastSeenAt, expiresAt }) => ({
      id,
      current,
      user_agent: userAgent,
      address,
      created_at: isoSeconds(createdAt),
      last_seen_at: isoSeconds(lastSeenAt),
      expires_at: isoSeconds(expiresAt),
    })),
  };
}
