import { Env, publicUrl, type UserActor } from '@app/core';
import { ChangeGoal, CreateGoal, DeleteGoal, GetGoal, ListGoals } from '@app/goals';
import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../../http/auth.js';
import { ApiAuthorized } from '../../http/authorize.js';
import { ApiRefused } from '../../http/refusals.js';
import { MOUNTS } from '../mount.js';
import { ChangeGoalBody, CreateGoalBody, GoalIdParams, toGoalChange, toGoalForm } from './goals-body.dto.js';
import type { GoalAnswer, GoalDone, GoalsAnswer, SavedGoal } from './goals.dto.js';
import { toGoalAnswer, toGoals, toSavedGoal } from './goals.shape.js';

const ApiGoal = (): MethodDecorator =>
  ApiParam({ name: 'id', example: '0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19', description: "The goal's id, as the list gives it." });

@ApiTags('Goals')
@Controller(MOUNTS)
export class GoalsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly env: Env,
  ) {}

  /**
   * List your goals, each with its present period. There are at most 100. Periods are of your zone, week and start of the day; a past one is
   * judged by the goal, and in the zone, of its time. A **streak** counts met periods backwards; ignored, snoozed and paused ones neither add
   * nor break, and the present one counts only when it is met: met, met, fail, met, ignored, met, pending is a streak of 2. Streaks are counted
   * over ten years at most, and one that rested for 400 days is over.
   */
  @Get('users/current/goals')
  @ApiAuthorized('goals:read')
  async listGoals(@CurrentUser() actor: UserActor): Promise<GoalsAnswer> {
    return toGoals(await this.queries.execute(new ListGoals(actor, actor.userId)), publicUrl(this.env));
  }

  /** Get one of your goals with its last seven periods, the present one last. Each says what counted and why it is what it is. */
  @Get('users/current/goals/:id')
  @ApiGoal()
  @ApiAuthorized('goals:read')
  @ApiRefused(404)
  async getGoal(@CurrentUser() actor: UserActor, @Param('id') id: string): Promise<GoalAnswer> {
    return toGoalAnswer(await this.queries.execute(new GetGoal(actor, actor.userId, id)), publicUrl(this.env));
  }

  /**
   * Make a goal. It takes chronova-android's fields, those of the API reference and WakaTime's. Languages and projects need not have any time yet.
   * The goal is judged for the past too, as if it had always been there. At most 100 goals, none of them twice, and at most 100,000 characters of
   * names in all of them.
   */
  @Post('users/current/goals')
  @ApiAuthorized('goals:change')
  @ApiRefused(400, 409)
  @ApiBody({
    type: CreateGoalBody,
    examples: {
      reference: {
        summary: 'As the API reference',
        value: { type: 'daily', target_seconds: 14_400, language: 'TypeScript', project: 'chronova' },
      },
      android: {
        summary: 'As chronova-android',
        value: { title: 'Ten hours a week', type: 'coding_time', seconds: 36_000, delta: 'week' },
      },
      habit: { summary: 'Three days a week', value: { title: 'Rust', seconds: 1_800, days_per_week: 3, languages: ['Rust'] } },
      limit: { summary: 'At most', value: { seconds: 28_800, delta: 'day', is_inverse: true, ignore_days: ['saturday', 'sunday'] } },
    },
  })
  async createGoal(@CurrentUser() actor: UserActor, @Body() body: CreateGoalBody): Promise<SavedGoal> {
    const id = await this.commands.execute(new CreateGoal(actor, actor.userId, toGoalForm(body)));
    return toSavedGoal(await this.queries.execute(new GetGoal(actor, actor.userId, id)), publicUrl(this.env));
  }

  /** Change a goal. The present period and those to come are judged by it; those that are over stay what they were. */
  @Patch('users/current/goals/:id')
  @ApiGoal()
  @ApiAuthorized('goals:change')
  @ApiRefused(400, 404, 409)
  @ApiBody({
    type: ChangeGoalBody,
    examples: {
      target: { summary: 'Another target', value: { seconds: 7_200 } },
      snooze: { summary: 'Snooze', value: { snooze_until: '2026-12-01T08:00:00Z' } },
      disable: { summary: 'Disable', value: { is_enabled: false } },
    },
  })
  async changeGoal(@CurrentUser() actor: UserActor, @Param('id') id: string, @Body() body: ChangeGoalBody): Promise<SavedGoal> {
    const changed = await this.commands.execute(new ChangeGoal(actor, actor.userId, id, toGoalChange(body)));
    return toSavedGoal(await this.queries.execute(new GetGoal(actor, actor.userId, changed)), publicUrl(this.env));
  }

  /** Delete a goal with its history and its own pauses. */
  @Delete('users/current/goals/:id')
  @ApiGoal()
  @ApiAuthorized('goals:change')
  @ApiRefused(404)
  async deleteGoal(@CurrentUser() actor: UserActor, @Param('id') id: string): Promise<GoalDone> {
    return this.commands.execute(new DeleteGoal(actor, actor.userId, id)).then(() => ({ message: 'Deleted.' }));
  }

  /** Delete a goal by `id` in the query, as chronova-android does. */
  @Delete('users/current/goals')
  @ApiAuthorized('goals:change')
  @ApiRefused(400, 404)
  async deleteGoalOf(@CurrentUser() actor: UserActor, @Query() { id }: GoalIdParams): Promise<GoalDone> {
    return this.commands.execute(new DeleteGoal(actor, actor.userId, id)).then(() => ({ message: 'Deleted.' }));
  }
}
