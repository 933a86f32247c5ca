import { AnalyticsModule } from '@app/analytics';
import { GithubModule } from '@app/github';
import { GoalsModule } from '@app/goals';
import { HeartbeatsModule } from '@app/heartbeats';
import { OrgsModule } from '@app/orgs';
import { UsersModule } from '@app/users';
import { Module } from '@nestjs/common';
import { CommitsController } from './commits/commits.controller.js';
import { ExternalDurationsController } from './external-durations/external-durations.controller.js';
import { GoalsController } from './goals/goals.controller.js';
import { GoalSuggestionsController } from './goals/suggestions.controller.js';
import { GoalAnalyticsController } from './goals/goal-analytics.controller.js';
import { PausesController } from './goals/pauses.controller.js';
import { HeartbeatsController } from './heartbeats/heartbeats.controller.js';
import { InsightsController } from './insights/insights.controller.js';
import { PublicInsightsController } from './insights/public-insights.controller.js';
import { ListsController } from './lists/lists.controller.js';
import { OwnNamesController } from './lists/own-names.controller.js';
import { ReferenceController } from './lists/reference.controller.js';
import { InstanceStatsController } from './leaders/instance-stats.controller.js';
import { LeaderboardOffersController } from './leaderboards/leaderboard-offers.controller.js';
import { LeaderboardsController } from './leaderboards/leaderboards.controller.js';
import { ManageLeaderboardsController } from './leaderboards/manage-leaderboards.controller.js';
import { LeadersController } from './leaders/leaders.controller.js';
import { DashboardsController } from './orgs/dashboards.controller.js';
import { OwnOrgsController } from './orgs/orgs.controller.js';
import { ClientKeyController } from './people/client-key.controller.js';
import { ProfileController } from './people/profile.controller.js';
import { PublicUserController } from './people/public-user.controller.js';
import { UsersController } from './people/users.controller.js';
import { CustomRulesController } from './rules/custom-rules.controller.js';
import { ClientsController } from './projects/clients.controller.js';
import { LabelsController } from './projects/labels.controller.js';
import { ProjectsController } from './projects/projects.controller.js';
import { PublicProjectsController } from './projects/public-projects.controller.js';
import { PublicTimeController } from './time/public-time.controller.js';
import { TimeController } from './time/time.controller.js';
import { FileExpertsController } from './tools/file-experts.controller.js';
import { MetricsController } from './tools/metrics.controller.js';
import { PluginErrorsController } from './tools/plugin-errors.controller.js';

/** Every route that WakaTime has, at both mounts. Routes about anybody come first: see `serveOwnNames`. */
@Module({
  imports: [UsersModule, HeartbeatsModule, AnalyticsModule, GithubModule, GoalsModule, OrgsModule],
  controllers: [
    PublicUserController,
    PublicTimeController,
    PublicInsightsController,
    PublicProjectsController,
    HeartbeatsController,
    ExternalDurationsController,
    TimeController,
    GoalAnalyticsController,
    GoalSuggestionsController,
    PausesController,
    GoalsController,
    InsightsController,
    InstanceStatsController,
    LeadersController,
    CustomRulesController,
    LeaderboardOffersController,
    LeaderboardsController,
    OwnOrgsController,
    DashboardsController,
    CommitsController,
    ProjectsController,
    LabelsController,
    ClientsController,
    ManageLeaderboardsController,
    UsersController,
    ProfileController,
    ClientKeyController,
    ListsController,
    OwnNamesController,
    ReferenceController,
    FileExpertsController,
    MetricsController,
    PluginErrorsController,
  ],
})
export class CompatApiModule {}
