import { isProofOf, proofOf } from '@app/users';

/** Whose goal the link in its mails ends mails of. */
interface GoalOfToken {
  /** The account's public id. */
  ownerId: string;
  /** The goal's. */
  goalId: string;
}

/** What the link in a goal's mails carries: it ends mails of this goal and does nothing else, as often as it is used. */
export function goalMailToken({ ownerId, goalId, secret }: GoalOfToken & { secret: Buffer }): string {
  return `${ownerId}.${goalId}.${proofOf(mailsOf({ ownerId, goalId }), secret)}`;
}

/** Which goal a token is about, and whether it was made from the account's secret. Undefined: it is none. */
export function readGoalMailToken(token: string): (GoalOfToken & { isFrom: (secret: Buffer) => boolean }) | undefined {
  const [, ownerId, goalId, proof] = TOKEN.exec(token) ?? [];
  if (ownerId === undefined || goalId === undefined || proof === undefined) return undefined;
  return { ownerId, goalId, isFrom: (secret) => isProofOf(proof, mailsOf({ ownerId, goalId }), secret) };
}

const TOKEN = /^([0-9a-f-]{36})\.([0-9a-f-]{36})\.([\w-]+)$/;

function mailsOf({ ownerId, goalId }: GoalOfToken): string {
  return `goal-mail ${ownerId} ${goalId}`;
}
