export { DeleteHeartbeats } from './delete-heartbeats.command.js';
export { digestOf } from './digests.js';
export { DeleteExternalDurations } from './external-durations/delete-external-durations.command.js';
export { type ExternalDuration } from './external-durations/parse-external-duration.js';
export { StoreExternalDurations, type StoreResult } from './external-durations/store-external-durations.command.js';
export { GetLastHeartbeat, type LastHeartbeat } from './get-last-heartbeat.query.js';
export { HeartbeatsModule } from './heartbeats.module.js';
export { IngestHeartbeats, type IngestOrigin, type IngestResult } from './ingest-heartbeats.command.js';
export { EARLIEST_MS, headerText } from './parse-heartbeat.js';
export { AddProjectGroup } from './projects/add-project-group.command.js';
export { ChangeProjectGroup } from './projects/change-project-group.command.js';
export { ChangeProject, type ProjectChange } from './projects/change-project.command.js';
export { DeleteProjectGroup } from './projects/delete-project-group.command.js';
export { MergeProjects } from './projects/merge-projects.command.js';
export { UndoProjectNames } from './projects/undo-project-names.command.js';
export { ListProjectGroups } from './projects/list-project-groups.query.js';
export {
  type GroupChange,
  groupedProjectsSql,
  type GroupKind,
  MOST_GROUPS,
  MOST_PROJECTS,
  type ProjectGroup,
} from './projects/project-groups.js';
export { namedProjectsSql, projectAddress, type ProjectAddress, projectId, shownProjectsSql } from './projects/project-name.js';
export { EnqueueReread } from './reread/enqueue-reread.command.js';
export { sentOf } from './names/activity-rows.js';
export { NAMED_FIELDS, type NamedField, shownValue } from './names/fields.js';
export { Naming, type Renamed, type Shown } from './names/naming.js';
export { ListRenames, type ListedRename, type RenameList } from './names/list-renames.query.js';
export { LONGEST_NAME, RenameValue } from './names/rename-value.command.js';
export { UndoRename } from './names/undo-rename.command.js';
export { knownLanguages, type KnownLanguage, languageNameOf } from './languages.js';
export { editorNameOf, type KnownEditor, knownEditors } from './programs.js';
export { RereadNames } from './reread/reread-names.command.js';
export { SweepNames } from './reread/sweep-names.command.js';
export { idOfSent } from './sent-id.js';
export { OPERATIONS, type Operation } from './names/rule.js';
export { RULE_FIELDS, type RuleField } from './names/fields.js';
export { ApplyRules } from './rules/apply-rules.command.js';
export { CancelApply } from './rules/cancel-apply.command.js';
export { ChangeRule } from './rules/change-rule.command.js';
export { CreateRule } from './rules/create-rule.command.js';
export { DeleteRule } from './rules/delete-rule.command.js';
export { EnqueueApply } from './rules/enqueue-apply.command.js';
export { type ApplyProgress, GetApplyProgress } from './rules/get-apply-progress.query.js';
export { ListRules } from './rules/list-rules.query.js';
export { OrderRules } from './rules/order-rules.command.js';
export { type ReplacedRules, ReplaceRules } from './rules/replace-rules.command.js';
export { checkedRule, checkNumber, LONGEST_SET, LONGEST_VALUE, MOST_RULES, type RuleForm } from './rules/rule-form.js';
export type { ListedRule } from './rules/rule-rows.js';
