import type { Env } from '@app/core';
import type { UserProfile } from '@app/users';

/** What the account pages ask before they show what can be done. */
export interface AccountState {
  registration: Env['REGISTRATION'];
  /** Who is signed in; null: nobody. `email` is empty where the account has none. */
  user: { username: string; email: string } | null;
}

export function toAccountState({ REGISTRATION }: Env, user: UserProfile | undefined): AccountState {
  return { registration: REGISTRATION, user: user ? { username: user.username, email: user.email ?? '' } : null };
}
