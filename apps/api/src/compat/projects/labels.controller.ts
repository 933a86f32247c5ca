import { ChangeLabelBody, type GroupDeleted, type LabelAnswer, type LabelsAnswer, NewLabelBody, toLabel, toLabels } from '@app/compat';
import type { UserActor } from '@app/core';
import { AddProjectGroup, ChangeProjectGroup, DeleteProjectGroup, ListProjectGroups } from '@app/heartbeats';
import { Body, Controller, Delete, Get, Param, Patch, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiAuthorized } from '../../http/authorize.js';
import { CurrentUser } from '../../http/auth.js';
import { ApiRefused } from '../../http/refusals.js';
import { MOUNTS } from '../mount.js';

const ApiLabel = (): MethodDecorator => ApiParam({ name: 'label', example: 'Work', description: "The label's name or id." });

@ApiTags('Projects')
@Controller(MOUNTS)
export class LabelsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** List your labels, by name, with their projects. There are at most 100. A project may have several. */
  @Get('users/current/labels')
  @ApiAuthorized('time:read')
  async listLabels(@CurrentUser() actor: UserActor): Promise<LabelsAnswer> {
    return toLabels(await this.queries.execute(new ListProjectGroups(actor, actor.userId, 'label')));
  }

  /** Make a label for some of your projects. It stays with them when they are renamed or merged. */
  @Post('users/current/labels')
  @ApiAuthorized('account:change')
  @ApiRefused(400, 409)
  async addLabel(@CurrentUser() actor: UserActor, @Body() body: NewLabelBody): Promise<LabelAnswer> {
    return toLabel(await this.commands.execute(new AddProjectGroup(actor, actor.userId, 'label', body)));
  }

  /** Change a label. `projects` are all that it has then. */
  @Patch('users/current/labels/:label')
  @ApiLabel()
  @ApiAuthorized('account:change')
  @ApiRefused(400, 404, 409)
  async changeLabel(@CurrentUser() actor: UserActor, @Param('label') label: string, @Body() body: ChangeLabelBody): Promise<LabelAnswer> {
    return toLabel(await this.commands.execute(new ChangeProjectGroup(actor, actor.userId, 'label', label, body)));
  }

  /** Delete a label. Its projects stay. */
  @Delete('users/current/labels/:label')
  @ApiLabel()
  @ApiAuthorized('account:change')
  @ApiRefused(400, 404)
  async deleteLabel(@CurrentUser() actor: UserActor, @Param('label') label: string): Promise<GroupDeleted> {
    return this.commands
      .execute(new DeleteProjectGroup(actor, actor.userId, 'label', label))
      .then(() => ({ message: 'Deleted. Its projects stay.' }));
  }
}
