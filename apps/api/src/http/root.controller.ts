import { basePath, Env } from '@app/core';
import { Controller, Get, Redirect } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiTags } from '@nestjs/swagger';
import { Public } from './auth.js';

export class Root {
  /** @example "Chronova" */
  name: string;
  /** Where the routes are described. @example "/docs" */
  docs: string;
}

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

  /** The name of this server, and where its routes are described. chronova-cli asks with HEAD whether it is there. */
  @Get(['api/v1', 'api/v1/compat/waka'])
  getRoot(): Root {
    return { name: 'Chronova', docs: `${basePath(this.env)}/docs` };
  }
}
