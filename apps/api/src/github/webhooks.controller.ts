import { STRANGER } from '@app/core';
import { ReceiveDelivery } from '@app/github';
import { Controller, Headers, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { Public } from '../http/auth.js';
import { LimitedBy } from '../http/limits.js';
import { RawBody } from '../http/raw-body.js';
import { ApiRefused, ApiRefusedAs } from '../http/refusals.js';
import { toReceived, type WebhookAnswer } from './github.dto.js';

/** What GitHub tells. */
@ApiTags('GitHub')
@Controller('api/v1/github/webhooks')
export class WebhooksController {
  constructor(private readonly commands: CommandBus) {}

  /**
   * Take what GitHub tells of pushes and repositories. For GitHub alone: the signature in `X-Hub-Signature-256` is made with GITHUB_WEBHOOK_SECRET of the body
   * as it is sent. A delivery counts once, by `X-GitHub-Delivery`; what it asks for is done after the answer. At most 2 MB.
   */
  @Post()
  @HttpCode(202)
  @Public('Whoever signs the body with the secret of the webhook is GitHub.')
  @LimitedBy('webhooks')
  @RouteConfig({ takesText: true })
  @ApiHeader({ name: 'X-GitHub-Event', required: true, schema: { type: 'string', example: 'push' } })
  @ApiHeader({ name: 'X-GitHub-Delivery', required: true, schema: { type: 'string', example: '72d3162e-cc78-11e3-81ab-4c9367dc0958' } })
  @ApiHeader({
    name: 'X-Hub-Signature-256',
    required: true,
    schema: { type: 'string', example: 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17' },
  })
  @ApiRefused(400, 429)
  @ApiRefusedAs(401, 'The signature is not right.', 'The header X-Hub-Signature-256 is not the signature of this body.')
  @ApiRefusedAs(413, 'More than 2 MB. The commits are read within the hour.')
  @ApiRefusedAs(
    503,
    'This server has no secret for webhooks, or the database is away.',
    'This server takes no webhooks. Its administrator can set GITHUB_WEBHOOK_SECRET: docs/github.md says how.',
  )
  async receiveGithub(
    @RawBody() body: unknown,
    @Headers('x-github-event') event?: string,
    @Headers('x-github-delivery') id?: string,
    @Headers('x-hub-signature-256') signature?: string,
  ): Promise<WebhookAnswer> {
    const delivery = { event, id, signature, body: typeof body === 'string' ? body : '' };
    return toReceived(await this.commands.execute(new ReceiveDelivery(STRANGER, delivery)));
  }
}
