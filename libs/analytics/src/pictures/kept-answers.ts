import { messageContext } from '@app/core';
import { LRUCache } from 'lru-cache';

/** Seconds that the numbers of a picture are kept. */
export const KEPT_SECONDS = 300;

/** Of all that one kind of pictures keeps: the oldest go first. */
const MOST_ANSWERS = 20_000;
const MOST_BYTES = 8_000_000;

/**
 * Answers of questions that pages of other people ask again and again, kept for some minutes. A question that several ask at once is read
 * once. Where reading fails, the old answer is given, if there is one. Who may see an answer is asked each time, before this.
 */
export class KeptAnswers<Answer extends object> {
  private readonly kept = new LRUCache<string, Answer, () => Promise<Answer>>({
    max: MOST_ANSWERS,
    maxSize: MOST_BYTES,
    ttl: KEPT_SECONDS * 1_000,
    sizeCalculation: (answer, key) => key.length + JSON.stringify(answer).length,
    fetchMethod: (_key, _old, { context: read }) => forWhoeverWaits(read),
    allowStaleOnFetchRejection: true,
  });

  /** The answer to `question`, by `read` where it is not known. */
  async get(question: readonly unknown[], read: () => Promise<Answer>): Promise<Answer> {
    const key = JSON.stringify(question);
    return (await this.kept.fetch(key, { context: read })) ?? read();
  }
}

/** Whoever asked first may leave: others wait for the same answer. */
function forWhoeverWaits<T>(read: () => Promise<T>): Promise<T> {
  const { left: _, ...context } = messageContext.getStore() ?? {};
  return messageContext.run(context, read);
}
