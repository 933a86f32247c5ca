import { Env, publicUrl } from '@app/core';
import { GetLastHeartbeat } from '@app/heartbeats';
import { ChangeProfile } from '@app/users';
import { Body, Controller, Patch } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { ApiAuthorized } from '../../http/authorize.js';
import { ApiRefused } from '../../http/refusals.js';
import { CurrentUser, type Principal } from '../../http/auth.js';
import { MOUNTS } from '../mount.js';
import { ChangeProfileBody, toProfileChange, toUser, type UserAnswer } from '@app/compat';

@ApiTags('Users')
@ApiAuthorized('full')
@Controller(MOUNTS)
export class ProfileController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly env: Env,
  ) {}

  /**
   * Change your account: any of these fields, all or nothing. After a change of `timezone`, `timeout` or `writes_only` every answer follows
   * the new setting at once, for all history.
   */
  @Patch('users/current')
  @ApiRefused(400, 409)
  @ApiBody({
    type: ChangeProfileBody,
    examples: { one: { summary: 'Any of the fields', value: { display_name: 'Ada Lovelace', weekday_start: 1 } } },
  })
  async changeProfile(@CurrentUser() { userId }: Principal, @Body() body: ChangeProfileBody): Promise<UserAnswer> {
    return toUser(
      await this.commands.execute(new ChangeProfile(userId, toProfileChange(body))),
      await this.queries.execute(new GetLastHeartbeat(userId)),
      publicUrl(this.env),
    );
  }
}
