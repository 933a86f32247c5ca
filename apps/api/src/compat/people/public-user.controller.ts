import { toVisibleUser, type UserAnswer } from '@app/compat';
import { type Actor, Env, publicUrl } from '@app/core';
import { GetLastHeartbeat } from '@app/heartbeats';
import { GetUser, type Subject } from '@app/users';
import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../../http/auth.js';
import { ApiPublic } from '../../http/authorize.js';
import { ApiRefused } from '../../http/refusals.js';
import { SubjectUser } from '../../http/subject.js';
import { MOUNTS } from '../mount.js';
import { ApiUser, STRANGER } from '../public.js';

/** Anybody's profile, as far as it is public. */
@ApiTags('Public')
@ApiRefused(404)
@Controller(MOUNTS)
export class PublicUserController {
  constructor(
    private readonly queries: QueryBus,
    private readonly env: Env,
  ) {}

  /** Get somebody's profile. It has the name, a picture and what is public. Your own is as under `users/current`. */
  @Get('users/:user')
  @ApiPublic('account:read', STRANGER)
  @ApiUser()
  async getPublicUser(@CurrentActor() actor: Actor, @SubjectUser('account:read') { userId, visibility }: Subject): Promise<UserAnswer> {
    return toVisibleUser(
      await this.queries.execute(new GetUser(actor, userId)),
      await this.queries.execute(new GetLastHeartbeat(actor, userId)),
      publicUrl(this.env),
      visibility,
    );
  }
}
