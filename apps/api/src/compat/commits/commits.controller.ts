import { pageOf } from '@app/compat';
import type { UserActor } from '@app/core';
import { GetProjectCommit, ListProjectCommits } from '@app/github';
import { oneself } from '@app/users';
import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ApiAuthorized } from '../../http/authorize.js';
import { CurrentUser } from '../../http/auth.js';
import { ApiRefused } from '../../http/refusals.js';
import { MOUNTS } from '../mount.js';
import { ApiProject } from '../projects/project-param.js';
import { type CommitAnswer, CommitParams, type CommitsAnswer, CommitsParams } from './commits.dto.js';
import { toCommitAnswer, toCommits } from './commits.shape.js';

@ApiTags('Projects')
@ApiRefused(400, 404)
@Controller(MOUNTS)
export class CommitsController {
  constructor(private readonly queries: QueryBus) {}

  /**
   * List the commits of a project, with the time behind each. Newest first, by author date. They are those of the repositories that are linked to the project;
   * without one, those that clients told of with `commit_hash`.
   *
   * **`total_seconds`** of a commit of yours: your time on the project, and on the branch where it is known, after your commit before and up to its author date,
   * at most 14 days back. **`file_seconds`**: your time on the files that it has, each after your last commit that has the file. **`uncommitted`**: the project's
   * time behind no commit. Every second is behind one commit at most, so commits and `uncommitted` together are the project's time.
   *
   * Example: `a.ts` from 20:00 to 21:10, `b.ts` to 21:30. Commit 1 at 20:30 has `b.ts`, commit 2 at 21:30 has both. Commit 1: 1800 s, of its files 0 s. Commit 2:
   * 3600 s, of its files 5400 s.
   *
   * Times follow late heartbeats, deletions, renames, settings and rebases within seconds; until then `status` is `pending_update`.
   */
  @Get('users/current/projects/:project/commits')
  @ApiAuthorized('time:read')
  @ApiProject()
  async listCommits(
    @CurrentUser() actor: UserActor,
    @Param('project') project: string,
    @Query() params: CommitsParams,
    @Req() request: FastifyRequest,
  ): Promise<CommitsAnswer> {
    return toCommits(
      await this.queries.execute(new ListProjectCommits(actor, oneself(actor), project, params, pageOf(params))),
      params,
      pageOf(params),
      request.url.replace(/\?.*$/, ''),
    );
  }

  /**
   * Get one commit of a project, with the time behind it. By its hash or the first seven or more digits of it; 400 where several commits begin so. Of a merge,
   * and of GitHub's "squash and merge", `includes` are the commits that it brought in: their time is theirs.
   */
  @Get('users/current/projects/:project/commits/:hash')
  @ApiAuthorized('time:read')
  @ApiProject()
  @ApiParam({ name: 'hash', description: 'The hash, or its first 7 or more digits.', schema: { type: 'string', example: 'e4c668b' } })
  async getCommit(
    @CurrentUser() actor: UserActor,
    @Param('project') project: string,
    @Param('hash') hash: string,
    @Query() { branch }: CommitParams,
  ): Promise<CommitAnswer> {
    return toCommitAnswer(await this.queries.execute(new GetProjectCommit(actor, oneself(actor), project, hash, branch)), branch);
  }
}
