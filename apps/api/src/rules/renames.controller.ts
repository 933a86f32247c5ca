import { pageOf } from '@app/compat';
import type { UserActor } from '@app/core';
import { ListRenames, RenameValue, UndoRename } from '@app/heartbeats';
import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../http/auth.js';
import { ApiAuthorized } from '../http/authorize.js';
import { ApiRefused, ApiRefusedAs } from '../http/refusals.js';
import { NamesDone, RenameBody, type RenamesAnswer, RenamesParams, toRenames } from './renames.dto.js';

@ApiTags('Rules and names')
@ApiRefused(400)
@Controller('api/v1/users/current/renames')
export class RenamesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** List your renames. Each says what is shown in the place of a name. */
  @Get()
  @ApiAuthorized('names:read')
  async listRenames(@CurrentUser() actor: UserActor, @Query() params: RenamesParams): Promise<RenamesAnswer> {
    return toRenames(await this.queries.execute(new ListRenames(actor, actor.userId, params.dimension, pageOf(params))), params);
  }

  /**
   * Show a name as another. All of history shows it at once, and new heartbeats too; time is not computed anew. Two names that are shown as
   * one are merged. Deleting the rename shows what was sent again. An account has 5,000 renames at most.
   */
  @Post()
  @ApiAuthorized('names:change')
  @ApiRefusedAs(404, 'Nothing is shown by that name.', 'You have no project "engine".')
  @ApiRefused(409)
  async renameValue(@CurrentUser() actor: UserActor, @Body() body: RenameBody): Promise<NamesDone> {
    return this.commands
      .execute(new RenameValue(actor, actor.userId, body.dimension, body.name, body.shown_name))
      .then(() => ({ message: 'Done: all of history shows it at once.' }));
  }

  /** Undo a rename. The name is shown again as it was sent, in all of history and at once. */
  @Delete(':id')
  @ApiAuthorized('names:change')
  @ApiParam({ name: 'id', example: '0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19', description: "The rename's id, as the list gives it." })
  @ApiRefused(404)
  async undoRename(@CurrentUser() actor: UserActor, @Param('id') id: string): Promise<NamesDone> {
    return this.commands
      .execute(new UndoRename(actor, actor.userId, { id }))
      .then(() => ({ message: 'Undone: what was sent is shown again.' }));
  }
}
