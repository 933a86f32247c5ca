import type { UserActor } from '@app/core';
import { ListHeartbeats } from '@app/analytics';
import { DeleteHeartbeats, IngestHeartbeats } from '@app/heartbeats';
import { oneself } from '@app/users';
import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiExtraModels, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { CurrentUser } from '../../http/auth.js';
import { ApiAuthorized } from '../../http/authorize.js';
import { ApiRefused } from '../../http/refusals.js';
import { LimitedBy } from '../../http/limits.js';
import { Heartbeats, type HeartbeatsBody } from './heartbeats.body.js';
import { exampleHeartbeats } from './heartbeats.examples.js';
import {
  BulkAnswer,
  BulkItem,
  DeleteAnswer,
  DeleteHeartbeatsBody,
  HeartbeatInput,
  HeartbeatsAnswer,
  ListHeartbeatsParams,
  StoredHeartbeatAnswer,
  toBulkAnswer,
  toDeleteAnswer,
  toHeartbeatList,
  toHeartbeatsAnswer,
} from '@app/compat';
import { MOUNTS } from '../mount.js';

const ApiHeartbeats = (): MethodDecorator =>
  ApiBody({
    description: 'One heartbeat or up to 1,000 of them, any Content-Type, at most 5 MB.',
    schema: {
      oneOf: [{ type: 'array', items: { $ref: getSchemaPath(HeartbeatInput) } }, { $ref: getSchemaPath(HeartbeatInput) }],
      example: exampleHeartbeats(),
    },
  });

@ApiTags('Heartbeats')
@ApiExtraModels(HeartbeatInput, BulkAnswer, BulkItem, StoredHeartbeatAnswer)
@Controller(MOUNTS)
export class HeartbeatsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /**
   * Store a list of heartbeats. Every WakaTime plugin sends here; the legacy CLI sends to the base address when `api_url` is that. 201 for any
   * list: one `[body, status]` pair a heartbeat, in order, 201 for stored (now or before) and 400 for what can never be stored. Sending the
   * same again changes nothing.
   */
  @ApiAuthorized('heartbeats:write')
  @LimitedBy('ingest')
  @Post(['users/current/heartbeats.bulk', ''])
  @ApiHeartbeats()
  @ApiResponse({ status: 201, type: BulkAnswer })
  @ApiRefused(400, 413)
  async storeHeartbeatsInBulk(@CurrentUser() actor: UserActor, @Heartbeats() { items, origin }: HeartbeatsBody): Promise<BulkAnswer> {
    return toBulkAnswer(await this.commands.execute(new IngestHeartbeats(actor, actor.userId, items, origin)));
  }

  /** Store one heartbeat or a list of them. One is answered by itself, and with 400 when it is bad; a list is answered like `heartbeats.bulk`. */
  @ApiAuthorized('heartbeats:write')
  @LimitedBy('ingest')
  @Post('users/current/heartbeats')
  @ApiHeartbeats()
  @ApiResponse({ status: 201, schema: { oneOf: [{ $ref: getSchemaPath(StoredHeartbeatAnswer) }, { $ref: getSchemaPath(BulkAnswer) }] } })
  @ApiRefused(400, 413)
  async storeHeartbeats(
    @CurrentUser() actor: UserActor,
    @Heartbeats() { single, items, origin }: HeartbeatsBody,
  ): Promise<BulkAnswer | StoredHeartbeatAnswer> {
    return toHeartbeatsAnswer(single, await this.commands.execute(new IngestHeartbeats(actor, actor.userId, items, origin)));
  }

  /**
   * List your heartbeats. With `date` alone a whole day, ascending, at most 5,000: where `total` says more, the later ones are on pages. Else
   * pages, newest first. `data` is WakaTime's form, `heartbeats` chronova-mcp's.
   */
  @ApiAuthorized('heartbeats:read')
  @Get('users/current/heartbeats')
  @ApiRefused(400)
  async listHeartbeats(@CurrentUser() actor: UserActor, @Query() params: ListHeartbeatsParams): Promise<HeartbeatsAnswer> {
    return toHeartbeatList(
      await this.queries.execute(new ListHeartbeats(actor, oneself(actor), params, { page: params.page, perPage: params.per_page })),
    );
  }

  /** Delete heartbeats of one local day by their ids. The ids are those that storing and listing answer. Time follows at once; ids that are not there are no error. */
  @ApiAuthorized('heartbeats:delete')
  @Delete('users/current/heartbeats.bulk')
  @ApiRefused(400)
  async deleteHeartbeats(@CurrentUser() actor: UserActor, @Body() body: DeleteHeartbeatsBody): Promise<DeleteAnswer> {
    return toDeleteAnswer(await this.commands.execute(new DeleteHeartbeats(actor, actor.userId, body.date, body.ids)));
  }
}
