import { type Client, MintClientKey } from '@app/users';
import { Controller, Header, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ApiAuthorized } from '../http/api-docs.js';
import { CurrentUser, type Principal } from '../http/auth.js';
import { CallingClient } from '../http/session-cookie.js';
import { MOUNTS } from './mount.js';

export class ClientKey {
  /** `waka_<uuid>`, shown this once. @example "waka_1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d" */
  api_key: string;
}

/** As browser-wakatime reads it (contract §1.2). */
export class ClientKeyAnswer {
  data: ClientKey;
}

@ApiTags('Users')
@ApiAuthorized('full')
@Controller(MOUNTS)
export class ClientKeyController {
  constructor(private readonly commands: CommandBus) {}

  /**
   * A key for the client that asks: a new one, named for it and the day, as keys are kept as hashes; no other key ends. It expires when it is
   * not used for 90 days.
   */
  @Post('users/current/get_api_key')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async getApiKey(@CurrentUser() user: Principal, @CallingClient() client: Client): Promise<ClientKeyAnswer> {
    return { data: { api_key: await this.commands.execute(new MintClientKey(user, client)) } };
  }
}
