import { PreviewRules } from '@app/analytics';
import type { UserActor } from '@app/core';
import { CancelApply, ChangeRule, CreateRule, DeleteRule, EnqueueApply, GetApplyProgress, ListRules, OrderRules } from '@app/heartbeats';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../http/auth.js';
import { ApiAuthorized } from '../http/authorize.js';
import { ApiRefused, ApiRefusedAs } from '../http/refusals.js';
import { NamesDone } from './renames.dto.js';
import {
  type ApplyAnswer,
  ChangeRuleBody,
  NewRuleBody,
  OrderRulesBody,
  type PreviewAnswer,
  PreviewRulesBody,
  type RuleAnswer,
  ruleChangeOf,
  ruleFormOf,
  type RulesAnswer,
  toApply,
  toPreview,
  toRule,
  toRules,
} from './rules.dto.js';

const RuleId = (): MethodDecorator =>
  ApiParam({ name: 'id', example: '0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19', description: "The rule's id, as the list gives it." });

@ApiTags('Rules and names')
@ApiRefused(400)
@Controller('api/v1/users/current/rules')
export class RulesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /**
   * List your rules, in their order. Rules on the entity are looked at first, then the others; each sees what those before it have set.
   * Renames come last.
   */
  @Get()
  @ApiAuthorized('names:read')
  async listRules(@CurrentUser() actor: UserActor): Promise<RulesAnswer> {
    return toRules(await this.queries.execute(new ListRules(actor, actor.userId)));
  }

  /**
   * Make a rule. A rule on the entity counts for heartbeats from now on; for those that are stored, apply rules to history. Any other rule is
   * true for all of history at once. An account has 200 rules at most, 20 of them patterns on the entity.
   */
  @Post()
  @ApiAuthorized('names:change')
  @ApiRefusedAs(409, 'It is one rule too many.', 'An account has 200 rules at most. Delete some first.')
  async createRule(@CurrentUser() actor: UserActor, @Body() body: NewRuleBody): Promise<RuleAnswer> {
    return { data: toRule(await this.commands.execute(new CreateRule(actor, actor.userId, ruleFormOf(body), body.position))) };
  }

  /** Put your rules into another order. Give the id of each once. */
  @Put('order')
  @ApiAuthorized('names:change')
  async orderRules(@CurrentUser() actor: UserActor, @Body() body: OrderRulesBody): Promise<RulesAnswer> {
    return toRules(await this.commands.execute(new OrderRules(actor, actor.userId, body.ids)));
  }

  /**
   * See what rules would change. Of the last days (31 unless `days` says otherwise), were they applied to all of history; nothing is changed.
   * Without `rules`: what applying the present ones to history would do.
   */
  @Post('preview')
  @HttpCode(200)
  @ApiAuthorized('names:change')
  @ApiRefused(409)
  async previewRules(@CurrentUser() actor: UserActor, @Body() body: PreviewRulesBody): Promise<PreviewAnswer> {
    return toPreview(await this.queries.execute(new PreviewRules(actor, actor.userId, body.rules?.map(ruleFormOf), body.days ?? 31)));
  }

  /**
   * Apply rules on the entity to history. A job does it day by day and answers stay exact meanwhile; it also takes back what deleted rules
   * had set. One that runs already is begun anew. Other rules need no job.
   */
  @Post('apply')
  @HttpCode(202)
  @ApiAuthorized('names:change')
  async applyRules(@CurrentUser() actor: UserActor): Promise<ApplyAnswer> {
    return toApply({ id: await this.commands.execute(new EnqueueApply(actor, actor.userId)), state: 'queued', done: 0, total: 0 });
  }

  /** Get how far rules are applied to history. Of the last job that was asked for. */
  @Get('apply')
  @ApiAuthorized('names:read')
  async getApplied(@CurrentUser() actor: UserActor): Promise<ApplyAnswer> {
    return toApply(await this.queries.execute(new GetApplyProgress(actor, actor.userId)));
  }

  /** Stop applying rules to history. What is done stays done. */
  @Delete('apply')
  @ApiAuthorized('names:change')
  @ApiRefusedAs(404, 'No rules are being applied.', 'No rules of yours are being applied to history.')
  async cancelApply(@CurrentUser() actor: UserActor): Promise<NamesDone> {
    return this.commands.execute(new CancelApply(actor, actor.userId)).then(() => ({ message: 'It stops. What is done stays done.' }));
  }

  /** Change a rule. What it set before is shown as it was sent, as far as it sets it no more. */
  @Patch(':id')
  @RuleId()
  @ApiAuthorized('names:change')
  @ApiRefused(404, 409)
  async changeRule(@CurrentUser() actor: UserActor, @Param('id') id: string, @Body() body: ChangeRuleBody): Promise<RuleAnswer> {
    return { data: toRule(await this.commands.execute(new ChangeRule(actor, actor.userId, id, ruleChangeOf(body)))) };
  }

  /**
   * Delete a rule. What it set is shown as it was sent, and what it dropped counts again: at once or, of a rule on the entity, after rules are
   * applied to history.
   */
  @Delete(':id')
  @RuleId()
  @ApiAuthorized('names:change')
  @ApiRefused(404)
  async deleteRule(@CurrentUser() actor: UserActor, @Param('id') id: string): Promise<NamesDone> {
    return this.commands.execute(new DeleteRule(actor, actor.userId, id)).then(() => ({ message: 'Deleted.' }));
  }
}
