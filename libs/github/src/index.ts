export { type FoundCommit, GetProjectCommit, type IncludedCommit } from './commits/get-project-commit.query.js';
export { ListProjectCommits } from './commits/list-project-commits.query.js';
export type { CommitRepository, FoundCommits, ProjectCommit } from './commits/project-commits.js';
export { SweepCommitTimes } from './commit-times/sweep-commit-times.command.js';
export { storeCommits, type SeenBranch, type SeenCommit } from './commits/store-commits.js';
export { GithubModule } from './github.module.js';
