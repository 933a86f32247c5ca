import { PluginErrorAnswer, PluginErrorInput, toPluginErrorAnswer, toPluginErrorReport } from '@app/compat';
import type { Actor } from '@app/core';
import { ReportPluginError } from '@app/users';
import { Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiExtraModels, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { CurrentActor } from '../../http/auth.js';
import { ApiPublic } from '../../http/authorize.js';
import { LimitedBy } from '../../http/limits.js';
import { RawBody } from '../../http/raw-body.js';
import { ApiRefused } from '../../http/refusals.js';
import { MOUNTS } from '../mount.js';

/** Errors of plugins. Their command line sends them, with or without a key, and takes nothing but 201 (contract §1.9). */
@ApiTags('Heartbeats')
@ApiExtraModels(PluginErrorInput)
@Controller(MOUNTS)
export class PluginErrorsController {
  constructor(private readonly commands: CommandBus) {}

  /**
   * Report an error of a plugin. Administrators of the instance see it for 30 days, without keys, passwords and e-mail addresses. At most 64 kB;
   * 60 an hour and address.
   */
  @Post('plugins/errors')
  @ApiPublic('heartbeats:write', 'The report is stored without a name.')
  @LimitedBy('plugin-errors')
  @ApiBody({ schema: { allOf: [{ $ref: getSchemaPath(PluginErrorInput) }] } })
  @ApiResponse({ status: 201, type: PluginErrorAnswer })
  @ApiRefused(400, 413)
  async reportPluginError(@CurrentActor() actor: Actor, @RawBody() body: unknown): Promise<PluginErrorAnswer> {
    return this.commands.execute(new ReportPluginError(actor, toPluginErrorReport(body))).then(toPluginErrorAnswer);
  }
}
