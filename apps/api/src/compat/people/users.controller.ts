import { Env, publicUrl, type UserActor } from '@app/core';
import { GetLastHeartbeat } from '@app/heartbeats';
import { ListOwnOrgs } from '@app/orgs';
import { GetUser } from '@app/users';
import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ApiAuthorized } from '../../http/authorize.js';
import { CurrentUser } from '../../http/auth.js';
import { MOUNTS } from '../mount.js';
import { toUser, type UserAnswer } from '@app/compat';

@ApiTags('Users')
@ApiAuthorized('account:read')
@Controller(MOUNTS)
export class UsersController {
  constructor(
    private readonly queries: QueryBus,
    private readonly env: Env,
  ) {}

  /** Get your account. It has your settings, and what was last worked on. */
  @Get('users/current')
  async getUser(@CurrentUser() actor: UserActor): Promise<UserAnswer> {
    return toUser(
      await this.queries.execute(new GetUser(actor, actor.userId)),
      await this.queries.execute(new GetLastHeartbeat(actor, actor.userId)),
      publicUrl(this.env),
      await this.queries.execute(new ListOwnOrgs(actor, actor.userId)),
    );
  }
}
