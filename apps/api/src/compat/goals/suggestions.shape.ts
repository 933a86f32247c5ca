import type { GoalSuggestion } from '@app/goals';
import type { GoalSuggestionsAnswer } from './suggestions.dto.js';

const US_PER_SECOND = 1_000_000;

/** Suggestions as chronova-android reads them (contract §3.3). */
export function toSuggestions(suggestions: readonly GoalSuggestion[]): GoalSuggestionsAnswer {
  return {
    data: suggestions.map(({ id, title, language, project, target, reasoning }) => ({
      id,
      title,
      type: 'coding_time',
      seconds: target.us / US_PER_SECOND,
      delta: 'day',
      confidence: target.confidence,
      reasoning,
      ...(language !== null && { language }),
      ...(project !== null && { project }),
    })),
  };
}
