/** What tells whether time was spent with an AI: as shown, `''` for none. */
export interface AiNames {
  category?: string;
  aiAgent?: string;
  aiModel?: string;
}

/**
 * The rule of AI time: time is AI time where its category is "ai coding", in any letter case, or where the client named an agent or a model.
 * All other time is manual. So the two add up to the total, and no time is both. What had no room in a list has no names, and is manual.
 */
export function isAiTime(names: AiNames | null): boolean {
  return names !== null && (names.category?.toLowerCase() === 'ai coding' || isNamed(names));
}

/** How it is known that time is AI time: the client named the agent or the model, or the category alone says so. */
export function sourceOfAiTime(names: AiNames): 'reported' | 'inferred' {
  return isNamed(names) ? 'reported' : 'inferred';
}

function isNamed({ aiAgent = '', aiModel = '' }: AiNames): boolean {
  return aiAgent !== '' || aiModel !== '';
}
