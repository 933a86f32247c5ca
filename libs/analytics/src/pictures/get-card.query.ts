import type { Actor } from '@app/core';
import type { Subject } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { NamedTime } from '../results.js';
import { hiddenDimensions } from '../visible.js';
import type { TimeParts } from '../time/time-question.js';
import { TimeReader } from '../time/time-reader.js';
import { KeptAnswers } from './kept-answers.js';
import { checkedRange, daysOf, type PictureRange } from './picture-time.js';

/** Languages that a card can show. */
export const MOST_CARD_LANGUAGES = 20;

const LANGUAGES: TimeParts = { times: 'range', lists: ['language'], limits: { names: MOST_CARD_LANGUAGES, bytes: 100_000 } };

/** What a card shows. */
export interface CardTime {
  username: string;
  /** `last 7 days`. */
  range: string;
  /** Null where the amount is not public. */
  us: number | null;
  /**
   * Most time first; beyond `MOST_CARD_LANGUAGES` the rest is the last entry. Null where languages are not public. Where the amount is not, their
   * times are for nothing but percentages.
   */
  languages: readonly NamedTime[] | null;
}

/** What a card shows, of a range. Null where neither the amount nor languages are public. Up to five minutes old. Refused: what is no range. */
export class GetCard extends Query<CardTime | null> {
  constructor(
    readonly actor: Actor,
    readonly subject: Subject,
    readonly range: PictureRange,
  ) {
    super();
  }
}

@QueryHandler(GetCard)
export class GetCardHandler implements IQueryHandler<GetCard> {
  private readonly kept = new KeptAnswers<CardTime>(({ us, languages }) => (us ?? 0) === 0 && (languages ?? []).length === 0);

  constructor(private readonly times: TimeReader) {}

  async execute({ subject: { userId, visibility: sees }, range }: GetCard): Promise<CardTime | null> {
    const { humanReadable, isAllTime } = checkedRange(range);
    if (!sees.loggedTime && !sees.languages) return null;
    // What is visible is a part of the question: a flag that is switched counts at once.
    return this.kept.get([userId, range.range, range.includeToday, sees.loggedTime, sees.languages], async () => {
      const { owner, dayTotals, lists } = await this.times.read(
        { userId },
        (context) => daysOf(range, context),
        {},
        {
          ...(sees.languages ? LANGUAGES : { times: 'totals' }),
          allTime: isAllTime,
          hidden: hiddenDimensions(sees),
        },
      );
      return {
        username: owner.username,
        range: humanReadable,
        us: sees.loggedTime ? [...dayTotals.values()].reduce((sum, us) => sum + us, 0) : null,
        languages: sees.languages ? lists.language : null,
      };
    });
  }
}
