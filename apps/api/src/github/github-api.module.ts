import { GithubModule } from '@app/github';
import { Module } from '@nestjs/common';

/** What only Chronova has of GitHub. WakaTime's routes about commits are in compat/commits. */
@Module({ imports: [GithubModule] })
export class GithubApiModule {}
