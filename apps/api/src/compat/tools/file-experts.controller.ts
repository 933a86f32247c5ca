import { GetFileTime } from '@app/analytics';
import { FileExperts, FileExpertsInput, toFileExperts, toFileQuestion } from '@app/compat';
import type { UserActor } from '@app/core';
import { Controller, HttpCode, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiExtraModels, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { CurrentUser } from '../../http/auth.js';
import { ApiAuthorized } from '../../http/authorize.js';
import { RawBody } from '../../http/raw-body.js';
import { ApiRefused } from '../../http/refusals.js';
import { MOUNTS } from '../mount.js';

/** What editors show beside a file: who has worked on it. Their command line takes nothing but 200 and 202. */
@ApiTags('Time')
@ApiExtraModels(FileExpertsInput)
@Controller(MOUNTS)
export class FileExpertsController {
  constructor(private readonly queries: QueryBus) {}

  /**
   * Get how long you worked on a file. Of the last 31 days, and of no more than the newest 20,000 heartbeats in them. The list is empty where
   * there is no time.
   */
  @Post('users/current/file_experts')
  @HttpCode(200)
  @ApiAuthorized('time:read')
  @ApiBody({ schema: { allOf: [{ $ref: getSchemaPath(FileExpertsInput) }] } })
  @ApiResponse({ status: 200, type: FileExperts })
  @ApiRefused(400)
  async getFileExperts(@CurrentUser() actor: UserActor, @RawBody() body: unknown): Promise<FileExperts> {
    return toFileExperts(await this.queries.execute(new GetFileTime(actor, actor.userId, toFileQuestion(body))), actor);
  }
}
