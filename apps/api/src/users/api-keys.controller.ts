import type { UserActor } from '@app/core';
import { pageOf, PageParams } from '@app/compat';
import { ChangeApiKey, CreateApiKey, ListApiKeys, RevokeApiKey } from '@app/users';
import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiAuthorized } from '../http/authorize.js';
import { ApiRefused } from '../http/refusals.js';
import { CurrentUser } from '../http/auth.js';
import {
  type ApiKeyAnswer,
  type ApiKeyListAnswer,
  ApiKeyRevoked,
  ChangeApiKeyBody,
  CreateApiKeyBody,
  type CreatedApiKeyAnswer,
  toApiKey,
  toApiKeyList,
  toCreatedApiKey,
} from './api-keys.dto.js';

const ApiKeyId = (): MethodDecorator =>
  ApiParam({ name: 'id', example: '0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19', description: "The key's id, as the list gives it." });

@ApiTags('API keys')
@ApiAuthorized('keys:manage')
@ApiRefused(400)
@Controller('api/v1/users/current/api-keys')
export class ApiKeysController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** List your keys, newest first. What they are made of is kept nowhere: `prefix` tells them apart. */
  @Get()
  async listApiKeys(@CurrentUser() actor: UserActor, @Query() params: PageParams): Promise<ApiKeyListAnswer> {
    return toApiKeyList(await this.queries.execute(new ListApiKeys(actor, actor.userId, pageOf(params))), params);
  }

  /** Make a key. An account has 100 at most. The answer shows it, and nothing will ever again. */
  @Post()
  @ApiRefused(409)
  async createApiKey(@CurrentUser() actor: UserActor, @Body() body: CreateApiKeyBody): Promise<CreatedApiKeyAnswer> {
    return toCreatedApiKey(
      await this.commands.execute(new CreateApiKey(actor, actor.userId, body.name, { scopes: body.scopes, expiresAt: body.expires_at })),
    );
  }

  /** Rename a key, or change what it may do and for how long. Every process goes by it within a second. */
  @Patch(':id')
  @ApiKeyId()
  @ApiRefused(404)
  async changeApiKey(@CurrentUser() actor: UserActor, @Param('id') id: string, @Body() body: ChangeApiKeyBody): Promise<ApiKeyAnswer> {
    return {
      data: toApiKey(
        await this.commands.execute(
          new ChangeApiKey(actor, actor.userId, id, { name: body.name, scopes: body.scopes, expiresAt: body.expires_at }),
        ),
      ),
    };
  }

  /** Take a key away, also the one that asks. It is refused everywhere within a second. */
  @Delete(':id')
  @ApiKeyId()
  @ApiRefused(404)
  async revokeApiKey(@CurrentUser() actor: UserActor, @Param('id') id: string): Promise<ApiKeyRevoked> {
    return this.commands
      .execute(new RevokeApiKey(actor, actor.userId, { id }))
      .then(() => ({ message: 'Revoked. It is refused everywhere within a second.' }));
  }
}
