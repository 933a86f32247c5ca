import { Env, publicUrl, type UserActor } from '@app/core';
import { GetLastHeartbeat } from '@app/heartbeats';
import { ListOwnOrgs } from '@app/orgs';
import { ChangeProfile } from '@app/users';
import { Body, Controller, Patch } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { ApiAuthorized } from '../../http/authorize.js';
import { ApiRefused } from '../../http/refusals.js';
import { CurrentUser } from '../../http/auth.js';
import { MOUNTS } from '../mount.js';
import { ChangeProfileBody, toProfileChange, toUser, type UserAnswer } from '@app/compat';

@ApiTags('Users')
@ApiAuthorized('account:change')
@Controller(MOUNTS)
export class ProfileController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly env: Env,
  ) {}

  /**
   * Change your account. Send any of these fields; all are changed, or none. After a change of `timezone`, `timeout`, `writes_only` or
   * `counts_external_durations` every answer follows the new setting at once, for all history.
   */
  @Patch('users/current')
  @ApiRefused(400, 409)
  @ApiBody({
    type: ChangeProfileBody,
    // The first is what is sent from Swagger as it stands: it must change nothing.
    examples: {
      nothing: { summary: 'Nothing: it stays as it is', value: {} },
      some: { summary: 'Some of the fields', value: { display_name: 'Ada Lovelace', weekday_start: 1 } },
    },
  })
  async changeProfile(@CurrentUser() actor: UserActor, @Body() body: ChangeProfileBody): Promise<UserAnswer> {
    return toUser(
      await this.commands.execute(new ChangeProfile(actor, actor.userId, toProfileChange(body))),
      await this.queries.execute(new GetLastHeartbeat(actor, actor.userId)),
      publicUrl(this.env),
      await this.queries.execute(new ListOwnOrgs(actor, actor.userId)),
    );
  }
}
