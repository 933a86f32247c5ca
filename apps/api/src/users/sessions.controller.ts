import type { UserActor } from '@app/core';
import { ListSessions, RevokeSession } from '@app/users';
import { Controller, Delete, Get, Param } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiAuthorized } from '../http/authorize.js';
import { ApiRefused } from '../http/refusals.js';
import { CurrentUser } from '../http/auth.js';
import { type RevokedAnswer, type SessionsAnswer, toSessions } from './sessions.dto.js';

@ApiTags('Account')
@ApiAuthorized('sessions:manage')
@Controller('api/v1/users/current/sessions')
export class SessionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** List where you are signed in by cookie, last seen first. */
  @Get()
  async listSessions(@CurrentUser() actor: UserActor): Promise<SessionsAnswer> {
    return toSessions(await this.queries.execute(new ListSessions(actor, actor.userId)));
  }

  /** Sign out elsewhere. Ends the session and the key of the same sign-in within a second. */
  @Delete(':id')
  @ApiParam({ name: 'id', example: '5e1b6c0e-7d0f-4c53-9d0b-2f3f6f1c2a44', description: "The session's id, as the list gives it." })
  @ApiRefused(404)
  async revokeSession(@CurrentUser() actor: UserActor, @Param('id') id: string): Promise<RevokedAnswer> {
    return this.commands
      .execute(new RevokeSession(actor, actor.userId, id))
      .then(() => ({ message: 'This session and its key have ended.' }));
  }
}
