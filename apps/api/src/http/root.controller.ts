import { basePath, Env } from '@app/core';
import { Controller, Get, Redirect } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiTags } from '@nestjs/swagger';
import { Public } from './auth.js';
import { ApiRefused } from './refusals.js';
import type { Root } from './root.dto.js';

@ApiTags('Health')
@Public()
@Controller()
export class RootController {
  constructor(private readonly env: Env) {}

  /** A person who opens the address in a browser gets the description of the API. */
  @Get()
  @Redirect()
  @ApiExcludeEndpoint()
  redirectToDocs(): { url: string } {
    return { url: `${basePath(this.env)}/docs` };
  }

  /** Get the name of this server, and where its routes are described. chronova-cli asks with HEAD whether it is there. */
  @Get(['api/v1', 'api/v1/compat/waka'])
  @ApiRefused(429)
  getRoot(): Root {
    return { name: 'Chronova', docs: `${basePath(this.env)}/docs` };
  }
}
