import { GithubModule } from '@app/github';
import { Module } from '@nestjs/common';
import { GithubCallbackController, GithubController } from './github.controller.js';
import { RepositoriesController } from './repositories.controller.js';
import { WebhooksController } from './webhooks.controller.js';

/** What only Chronova has of GitHub. WakaTime's routes about commits are in compat/commits. */
@Module({ imports: [GithubModule], controllers: [GithubController, GithubCallbackController, RepositoriesController, WebhooksController] })
export class GithubApiModule {}
