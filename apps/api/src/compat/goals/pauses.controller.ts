import type { UserActor } from '@app/core';
import { AddPause, ChangePause, DeletePause, ListPauses } from '@app/goals';
import { Body, Controller, Delete, Get, Param, Patch, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../../http/auth.js';
import { ApiAuthorized } from '../../http/authorize.js';
import { ApiRefused } from '../../http/refusals.js';
import { MOUNTS } from '../mount.js';
import type { GoalDone } from './goals.dto.js';
import {
  AddPauseBody,
  ChangePauseBody,
  PAUSE_DELETED,
  type PauseAnswer,
  type PausesAnswer,
  toPause,
  toPauseChange,
  toPauseForm,
} from './pauses.dto.js';

const ApiPause = (): MethodDecorator => ApiParam({ name: 'id', example: '1', description: "The pause's id, as the list gives it." });

@ApiTags('Goals')
@Controller(MOUNTS)
export class PausesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** List the days on which your goals rest, past and planned, the latest first. There are at most 200 pauses. */
  @Get('users/current/goals/pauses')
  @ApiAuthorized('goals:read')
  async listPauses(@CurrentUser() actor: UserActor): Promise<PausesAnswer> {
    return { data: (await this.queries.execute(new ListPauses(actor, actor.userId))).map(toPause) };
  }

  /**
   * Let one goal or all of them rest. From today, a day ahead, or one of the last 30. A day on which a goal rests is ignored: it neither adds to a
   * streak nor breaks it, and its `range_status_reason` is "Paused: vacation". A week or month that rests in part counts when it is met all the
   * same, and is ignored when it is not.
   */
  @Post('users/current/goals/pauses')
  @ApiAuthorized('goals:change')
  @ApiRefused(400, 404)
  async addPause(@CurrentUser() actor: UserActor, @Body() body: AddPauseBody): Promise<PauseAnswer> {
    return { data: toPause(await this.commands.execute(new AddPause(actor, actor.userId, toPauseForm(body)))) };
  }

  /** Change when a pause ends, or its reason. The days that it covered until then stay ignored. Send only what is to change. */
  @Patch('users/current/goals/pauses/:id')
  @ApiPause()
  @ApiAuthorized('goals:change')
  @ApiRefused(400, 404)
  async changePause(@CurrentUser() actor: UserActor, @Param('id') id: string, @Body() body: ChangePauseBody): Promise<PauseAnswer> {
    return { data: toPause(await this.commands.execute(new ChangePause(actor, actor.userId, id, toPauseChange(body)))) };
  }

  /** Delete a pause. Its days are judged again, past ones too. To end one and keep them ignored, change its `until`. */
  @Delete('users/current/goals/pauses/:id')
  @ApiPause()
  @ApiAuthorized('goals:change')
  @ApiRefused(404)
  async deletePause(@CurrentUser() actor: UserActor, @Param('id') id: string): Promise<GoalDone> {
    return this.commands.execute(new DeletePause(actor, actor.userId, id)).then(() => PAUSE_DELETED);
  }
}
