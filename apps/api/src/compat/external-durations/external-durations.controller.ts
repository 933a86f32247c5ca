import { ListExternalDurations } from '@app/analytics';
import {
  DeleteAnswer,
  DeleteExternalDurationsBody,
  ExternalBulkAnswer,
  ExternalBulkItem,
  ExternalDurationAnswer,
  ExternalDurationInput,
  ExternalDurationItem,
  ExternalDurationList,
  ExternalDurationsParams,
  externalDurationsQuestion,
  toDeleteAnswer,
  toExternalBulkAnswer,
  toExternalDuration,
  toExternalDurations,
} from '@app/compat';
import type { UserActor } from '@app/core';
import { DeleteExternalDurations, StoreExternalDurations } from '@app/heartbeats';
import { oneself } from '@app/users';
import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiExtraModels, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { CurrentUser } from '../../http/auth.js';
import { ApiAuthorized } from '../../http/authorize.js';
import { LimitedBy } from '../../http/limits.js';
import { ApiRefused } from '../../http/refusals.js';
import { MOUNTS } from '../mount.js';
import { OneExternalDuration, ManyExternalDurations, type ExternalDurationsBody } from './external-durations.body.js';
import { EXAMPLE_EXTERNAL_DURATION } from './external-durations.examples.js';

@ApiTags('External durations')
@ApiExtraModels(ExternalDurationInput, ExternalDurationItem, ExternalBulkAnswer, ExternalBulkItem)
@ApiRefused(400)
@Controller(MOUNTS)
export class ExternalDurationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /**
   * List the external durations of a day. Those that touch it, ascending, whether they count in your totals or not. They count where
   * `counts_external_durations` is set in your account.
   */
  @ApiAuthorized('heartbeats:read')
  @Get('users/current/external_durations')
  async listExternalDurations(@CurrentUser() actor: UserActor, @Query() params: ExternalDurationsParams): Promise<ExternalDurationList> {
    return toExternalDurations(
      await this.queries.execute(new ListExternalDurations(actor, oneself(actor), externalDurationsQuestion(params))),
    );
  }

  /**
   * Store time that another program kept. A meeting, a call. One with the same `external_id` takes the place of what was there. At most 24 hours
   * long, and 300 that begin on one day (UTC).
   */
  @ApiAuthorized('heartbeats:write')
  @LimitedBy('ingest')
  @Post('users/current/external_durations')
  @ApiBody({ schema: { $ref: getSchemaPath(ExternalDurationInput), example: EXAMPLE_EXTERNAL_DURATION } })
  @ApiRefused(413)
  async storeExternalDuration(
    @CurrentUser() actor: UserActor,
    @OneExternalDuration() { items, bytes }: ExternalDurationsBody,
  ): Promise<ExternalDurationAnswer> {
    return toExternalDuration(await this.commands.execute(new StoreExternalDurations(actor, actor.userId, items, bytes)));
  }

  /**
   * Store a list of external durations. At most 1,000. 201 for any list: one `[body, status]` pair an item, in order, 201 for stored and 400 for
   * what cannot be.
   */
  @ApiAuthorized('heartbeats:write')
  @LimitedBy('ingest')
  @Post('users/current/external_durations.bulk')
  @ApiBody({ schema: { type: 'array', items: { $ref: getSchemaPath(ExternalDurationInput) }, example: [EXAMPLE_EXTERNAL_DURATION] } })
  @ApiResponse({ status: 201, type: ExternalBulkAnswer })
  @ApiRefused(413)
  async storeExternalDurations(
    @CurrentUser() actor: UserActor,
    @ManyExternalDurations() { items, bytes }: ExternalDurationsBody,
  ): Promise<ExternalBulkAnswer> {
    return toExternalBulkAnswer(await this.commands.execute(new StoreExternalDurations(actor, actor.userId, items, bytes)));
  }

  /** Delete external durations of one local day by their ids. The ids are those that storing and listing answer. Time follows at once; ids that are not there are no error. */
  @ApiAuthorized('heartbeats:delete')
  @Delete('users/current/external_durations.bulk')
  async deleteExternalDurations(@CurrentUser() actor: UserActor, @Body() body: DeleteExternalDurationsBody): Promise<DeleteAnswer> {
    return toDeleteAnswer(await this.commands.execute(new DeleteExternalDurations(actor, actor.userId, body.date, body.ids)));
  }
}
