import {
  CustomRuleInput,
  type CustomRules,
  type CustomRulesDone,
  customRulesOf,
  type CustomRulesProgress,
  type ReplacedCustomRules,
  toCustomRules,
  toReplacedRules,
  toRulesDone,
  toRulesProgress,
} from '@app/compat';
import type { UserActor } from '@app/core';
import { CancelApply, DeleteRule, GetApplyProgress, ListRules, ReplaceRules } from '@app/heartbeats';
import { Body, Controller, Delete, Get, Param, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiExtraModels, ApiParam, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { CurrentUser } from '../../http/auth.js';
import { ApiAuthorized } from '../../http/authorize.js';
import { ApiRefused, ApiRefusedAs } from '../../http/refusals.js';
import { MOUNTS } from '../mount.js';
import { RulesJobParams } from './custom-rules.params.js';

const EXAMPLE = [
  {
    action: 'change',
    source: 'entity',
    operation: 'ends with',
    source_value: '.md',
    destination: 'language',
    destination_value: 'Markdown',
  },
];

@ApiTags('Rules and names')
@ApiExtraModels(CustomRuleInput)
@Controller(MOUNTS)
export class CustomRulesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** List your rules as WakaTime does. They are those of `users/current/rules`; `job_id` is there while a job applies them to history. */
  @ApiAuthorized('names:read')
  @Get('users/current/custom_rules')
  async listCustomRules(@CurrentUser() actor: UserActor): Promise<CustomRules> {
    return toCustomRules(
      await this.queries.execute(new ListRules(actor, actor.userId)),
      await this.queries.execute(new GetApplyProgress(actor, actor.userId)),
    );
  }

  /**
   * Replace all your rules. A rule that there is already stays what it is, so the same list twice changes nothing. Where rules on the entity
   * change, a job applies them to history; all other rules are true for all of history at once. At most 200 rules and 64 kB.
   */
  @ApiAuthorized('names:change')
  @Put('users/current/custom_rules')
  @ApiBody({ schema: { type: 'array', items: { $ref: getSchemaPath(CustomRuleInput) }, example: EXAMPLE } })
  @ApiRefused(400, 409)
  async replaceCustomRules(@CurrentUser() actor: UserActor, @Body() body: unknown): Promise<ReplacedCustomRules> {
    return toReplacedRules(await this.commands.execute(new ReplaceRules(actor, actor.userId, customRulesOf(body))));
  }

  /** Delete one of your rules. What it set in history by the entity stays until rules are applied to history. */
  @ApiAuthorized('names:change')
  @Delete('users/current/custom_rules/:id')
  @ApiParam({ name: 'id', example: '0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19', description: "The rule's id, as the list gives it." })
  @ApiRefused(404)
  async deleteCustomRule(@CurrentUser() actor: UserActor, @Param('id') id: string): Promise<CustomRulesDone> {
    return this.commands.execute(new DeleteRule(actor, actor.userId, id)).then(() => toRulesDone());
  }

  /** Get how far rules are applied to history, in percent. Of the job `job_id`, else of the last one. */
  @ApiAuthorized('names:read')
  @Get('users/current/custom_rules_progress')
  @ApiRefused(404)
  async getCustomRulesProgress(@CurrentUser() actor: UserActor, @Query() params: RulesJobParams): Promise<CustomRulesProgress> {
    return toRulesProgress(await this.queries.execute(new GetApplyProgress(actor, actor.userId, params.job_id)));
  }

  /** Stop applying rules to history. Of the job `job_id`, else of the one that waits or runs; what is done stays done. */
  @ApiAuthorized('names:change')
  @Delete('users/current/custom_rules_progress')
  @ApiRefusedAs(404, 'No rules are being applied.', 'No rules of yours are being applied to history.')
  async cancelCustomRules(@CurrentUser() actor: UserActor, @Query() params: RulesJobParams): Promise<CustomRulesDone> {
    return this.commands.execute(new CancelApply(actor, actor.userId, params.job_id)).then(() => toRulesDone());
  }
}
