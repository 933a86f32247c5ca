export { SweepCommitTimes } from './commit-times/sweep-commit-times.command.js';
export { storeCommits, type SeenBranch, type SeenCommit } from './commits/store-commits.js';
export { GithubModule } from './github.module.js';
