import type { Actor } from '@app/core';

/** SQL for "this session is the actor's own"; `user_id`, key and session are $1 to $3. A key's session is the one of the same sign-in. */
export const OWN_SESSION = '(s.id = $3 OR s.api_key_id = $2)';

/** A user and the credential of who asks as parameters $1 to $3. */
export function credentialParams(userId: number, actor?: Actor): [userId: number, keyId: number | null, sessionId: number | null] {
  const by = actor?.by;
  return [userId, by?.kind === 'key' ? by.id : null, by?.kind === 'session' ? by.id : null];
}
