import { Module } from '@nestjs/common';
import { DeleteHeartbeatsHandler } from './delete-heartbeats.command.js';
import { Dimensions } from './dimensions.js';
import { DeleteExternalDurationsHandler } from './external-durations/delete-external-durations.command.js';
import { StoreExternalDurationsHandler } from './external-durations/store-external-durations.command.js';
import { GetLastHeartbeatHandler } from './get-last-heartbeat.query.js';
import { IngestHeartbeatsHandler } from './ingest-heartbeats.command.js';
import { ListRenamesHandler } from './names/list-renames.query.js';
import { Namings } from './names/namings.js';
import { RenameValueHandler } from './names/rename-value.command.js';
import { UndoRenameHandler } from './names/undo-rename.command.js';
import { Placeholders } from './placeholders.js';
import { CommitWatches } from './commit-watches.js';
import { Repositories } from './repositories.js';
import { AddProjectGroupHandler } from './projects/add-project-group.command.js';
import { ChangeProjectGroupHandler } from './projects/change-project-group.command.js';
import { ChangeProjectHandler } from './projects/change-project.command.js';
import { DeleteProjectGroupHandler } from './projects/delete-project-group.command.js';
import { MergeProjectsHandler } from './projects/merge-projects.command.js';
import { UndoProjectNamesHandler } from './projects/undo-project-names.command.js';
import { ListProjectGroupsHandler } from './projects/list-project-groups.query.js';
import { EnqueueRereadHandler } from './reread/enqueue-reread.command.js';
import { RereadNamesHandler } from './reread/reread-names.command.js';
import { RereadUser } from './reread/reread-user.js';
import { SweepNamesHandler } from './reread/sweep-names.command.js';
import { ApplyRulesHandler } from './rules/apply-rules.command.js';
import { CancelApplyHandler } from './rules/cancel-apply.command.js';
import { ChangeRuleHandler } from './rules/change-rule.command.js';
import { CreateRuleHandler } from './rules/create-rule.command.js';
import { DeleteRuleHandler } from './rules/delete-rule.command.js';
import { EnqueueApplyHandler } from './rules/enqueue-apply.command.js';
import { GetApplyProgressHandler } from './rules/get-apply-progress.query.js';
import { ListRulesHandler } from './rules/list-rules.query.js';
import { OrderRulesHandler } from './rules/order-rules.command.js';
import { ReplaceRulesHandler } from './rules/replace-rules.command.js';

@Module({
  providers: [
    AddProjectGroupHandler,
    ChangeProjectGroupHandler,
    ChangeProjectHandler,
    DeleteProjectGroupHandler,
    ListProjectGroupsHandler,
    MergeProjectsHandler,
    UndoProjectNamesHandler,
    DeleteHeartbeatsHandler,
    DeleteExternalDurationsHandler,
    StoreExternalDurationsHandler,
    Dimensions,
    GetLastHeartbeatHandler,
    IngestHeartbeatsHandler,
    ListRenamesHandler,
    Namings,
    Placeholders,
    CommitWatches,
    Repositories,
    EnqueueRereadHandler,
    RenameValueHandler,
    RereadNamesHandler,
    RereadUser,
    SweepNamesHandler,
    UndoRenameHandler,
    ApplyRulesHandler,
    CancelApplyHandler,
    ChangeRuleHandler,
    CreateRuleHandler,
    DeleteRuleHandler,
    EnqueueApplyHandler,
    GetApplyProgressHandler,
    ListRulesHandler,
    OrderRulesHandler,
    ReplaceRulesHandler,
  ],
})
export class HeartbeatsModule {}
