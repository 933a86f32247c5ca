/** By what somebody is signed in: one of the two. */
export interface Caller {
  userId: number;
  keyId?: number;
  sessionId?: number;
}

/** SQL for "this session is the caller's own"; `user_id`, key and session are $1 to $3. A key's session is the one of the same sign-in. */
export const OWN_SESSION = '(s.id = $3 OR s.api_key_id = $2)';

/** The caller as parameters $1 to $3. */
export function callerParams({ userId, keyId, sessionId }: Caller): [number, number | null, number | null] {
  return [userId, keyId ?? null, sessionId ?? null];
}
