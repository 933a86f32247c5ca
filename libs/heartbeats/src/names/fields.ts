import type { ShownActivity } from '../shown-activity.js';

/** What rules set and renames rename: the dimensions of an activity that have names of the user's own. */
export const NAMED_FIELDS = ['project', 'branch', 'language', 'category', 'editor', 'operating_system', 'machine', 'ai_agent'] as const;
export type NamedField = (typeof NAMED_FIELDS)[number];

/** What rules compare. */
export const RULE_FIELDS = [...NAMED_FIELDS, 'entity'] as const;
export type RuleField = (typeof RULE_FIELDS)[number];

/** Where each stands in an activity. */
export const PLACES = {
  project: 0,
  branch: 1,
  language: 2,
  category: 3,
  editor: 5,
  operating_system: 6,
  machine: 7,
  ai_agent: 9,
} as const satisfies Record<NamedField, number>;

/** The value of a field in an activity as it is shown. */
export function shownValue(shown: readonly string[], field: NamedField): string {
  return shown[PLACES[field]] ?? '';
}

/** Whether this is a dimension that can be renamed. */
export function isNamedField(text: string): text is NamedField {
  return NAMED_FIELDS.some((field) => field === text);
}

/** The activity with other values. */
export function withValues(shown: ShownActivity, values: ReadonlyMap<NamedField, string>): ShownActivity {
  if (values.size === 0) return shown;
  const [project, branch, language, category, type, editor, operatingSystem, machine, aiModel, aiAgent] = shown;
  return [
    values.get('project') ?? project,
    values.get('branch') ?? branch,
    values.get('language') ?? language,
    values.get('category') ?? category,
    type,
    values.get('editor') ?? editor,
    values.get('operating_system') ?? operatingSystem,
    values.get('machine') ?? machine,
    aiModel,
    values.get('ai_agent') ?? aiAgent,
  ];
}
