import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { DomainError } from './domain-error.js';

/** What dates mean for a user. */
export interface Calendar {
  /** IANA name of the user's own zone. */
  zone: string;
  /** 0 = Sunday … 6 = Saturday. */
  weekdayStart: number;
  /** µs since 1970; null where there is no heartbeat. */
  firstTime: number | null;
}

/** What a question depended on, as the snapshot that answered it had it, and the answer. */
interface Asked<T> {
  present: Partial<Calendar>;
  result: T;
}

const ATTEMPTS = 8;

/**
 * Calendars of users, as they were seen last. What is remembered is only a guess: a statement that uses it compares it in the snapshot
 * of the statement that reads or changes them, and asks again where it was wrong.
 */
@Injectable()
export class Calendars {
  private readonly guesses = new LRUCache<number, Calendar>({ max: 50_000 });

  /**
   * The result of `ask`, which is called with a guess at the user's calendar until the parts of it that the answer depended on, and returns
   * as `present`, were right. Where they were not, `ask` must have changed nothing. Unavailable: they keep changing.
   */
  async ask<T>(userId: number, ask: (guess: Calendar) => Promise<Asked<T>>): Promise<T> {
    let guess = this.guesses.get(userId) ?? { zone: 'UTC', weekdayStart: 1, firstTime: null };
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const { present, result } = await ask(guess);
      const next = { ...guess, ...present };
      this.guesses.set(userId, next);
      if (next.zone === guess.zone && next.weekdayStart === guess.weekdayStart && next.firstTime === guess.firstTime) return result;
      guess = next;
    }
    throw new DomainError('unavailable', 'settings.moving', 'The settings change while they are read. Ask again.');
  }
}
