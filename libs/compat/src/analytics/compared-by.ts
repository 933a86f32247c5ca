import type { ComparisonQuestion } from '@app/analytics';

/** What time can be told apart by, as requests call it. */
export const COMPARED_BY: Readonly<Record<string, ComparisonQuestion['by']>> = {
  project: 'project',
  branch: 'branch',
  language: 'language',
  category: 'category',
  editor: 'editor',
  operating_system: 'operatingSystem',
  machine: 'machine',
  ai_model: 'aiModel',
  ai_agent: 'aiAgent',
};

/** Why a text is nothing that time can be told apart by, or undefined. */
export function comparedByProblem(text: string): string | undefined {
  return Object.hasOwn(COMPARED_BY, text) ? undefined : `Use one of ${Object.keys(COMPARED_BY).join(', ')}.`;
}
