import { createHash } from 'node:crypto';
import { messageContext } from '@app/core';
import { LRUCache } from 'lru-cache';

/** Seconds that the numbers of a picture are kept. */
export const KEPT_SECONDS = 300;

/** Of all that one kind of pictures keeps: what was not asked for longest goes first. */
const MOST_BYTES = 8_000_000;
/** What an answer takes beside its text and its question's digest. */
const ENTRY_BYTES = 300;

/**
 * Answers of questions that pages of other people ask again and again, kept for some minutes. A question that several ask at once is read
 * once. Where reading fails, the old answer is given, if there is one. Who may see an answer is asked each time, before this.
 *
 * What says that there is nothing is not kept: of names that do not exist there is no end, and the answers that are asked for would go.
 */
export class KeptAnswers<Answer extends object> {
  private readonly kept = new LRUCache<string, Answer, () => Promise<Answer>>({
    maxSize: MOST_BYTES,
    ttl: KEPT_SECONDS * 1_000,
    sizeCalculation: (answer) => JSON.stringify(answer).length + ENTRY_BYTES,
    fetchMethod: (_key, _old, { context: read }) => forWhoeverWaits(read),
    allowStaleOnFetchRejection: true,
  });

  constructor(private readonly isEmpty: (answer: Answer) => boolean) {}

  /** The answer to `question`, by `read` where it is not known. */
  async get(question: readonly unknown[], read: () => Promise<Answer>): Promise<Answer> {
    // Of one length, whatever the names in it.
    const key = createHash('sha256').update(JSON.stringify(question)).digest('base64');
    const answer = (await this.kept.fetch(key, { context: read })) ?? (await read());
    if (this.isEmpty(answer)) this.kept.delete(key);
    return answer;
  }
}

/** Whoever asked first may leave: others wait for the same answer. */
function forWhoeverWaits<T>(read: () => Promise<T>): Promise<T> {
  const { left: _, ...context } = messageContext.getStore() ?? {};
  return messageContext.run(context, read);
}
