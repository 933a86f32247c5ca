import type { UserActor } from '@app/core';
import { type Client, MintClientKey } from '@app/users';
import { Controller, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ApiAuthorized } from '../../http/authorize.js';
import { CurrentUser } from '../../http/auth.js';
import { ApiRefused } from '../../http/refusals.js';
import { CallingClient } from '../../http/session-cookie.js';
import type { ClientKeyAnswer } from '@app/compat';
import { MOUNTS } from '../mount.js';

@ApiTags('Users')
@ApiAuthorized('keys:manage')
@Controller(MOUNTS)
export class ClientKeyController {
  constructor(private readonly commands: CommandBus) {}

  /**
   * Make a key for the client that asks. It is a new one, named for it and the day, as keys are kept as hashes; no other key ends. It expires when it is
   * not used for 90 days. There are 100 keys at most.
   */
  @Post('users/current/get_api_key')
  @HttpCode(200)
  @ApiRefused(409)
  async getApiKey(@CurrentUser() actor: UserActor, @CallingClient() client: Client): Promise<ClientKeyAnswer> {
    return { data: { api_key: await this.commands.execute(new MintClientKey(actor, client)) } };
  }
}
