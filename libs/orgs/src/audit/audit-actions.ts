/** What rows of the audit log are called where people and programs read them: stable names, by the commands that write them. */
const ACTIONS: Readonly<Record<string, string>> = {
  // Organizations
  CreateOrganization: 'organization.created',
  ChangeMemberRole: 'member.role_changed',
  RemoveMember: 'member.removed',
  ChangeOrganization: 'organization.changed',
  DeleteOrganization: 'organization.deleted',
  RestoreOrganization: 'organization.restored',
  RemoveOrganization: 'organization.removed',
  ChangeBilling: 'billing.changed',
  OfferTransfer: 'ownership.offered',
  WithdrawTransfer: 'ownership.withdrawn',
  AnswerTransfer: 'ownership.answered',
  CreateTeam: 'team.created',
  RenameTeam: 'team.renamed',
  DeleteTeam: 'team.deleted',
  PutTeamMember: 'team.member_put',
  RemoveTeamMember: 'team.member_removed',
  ChangeSharing: 'sharing.changed',
  AddOrgProject: 'org_project.added',
  DeleteOrgProject: 'org_project.deleted',
  InviteToOrg: 'invite.sent',
  ResendInvite: 'invite.sent_again',
  WithdrawInvite: 'invite.withdrawn',
  AcceptInvite: 'invite.accepted',
  DeclineInvite: 'invite.declined',
  AddDomain: 'domain.added',
  VerifyDomain: 'domain.verified',
  ChangeDomain: 'domain.changed',
  RemoveDomain: 'domain.removed',
  LoseDomain: 'domain.lost',
  ChangePolicies: 'policies.changed',
  CreateOrgKey: 'service_key.created',
  RevokeOrgKey: 'service_key.revoked',
  ExportAuditLog: 'audit_log.exported',
  RecordReportExport: 'report.exported',
  // Accounts, keys and sessions
  CreateUser: 'account.created',
  RegisterUser: 'account.registered',
  ClaimAccount: 'account.claimed',
  ChangeUser: 'account.changed_by_administrator',
  DeleteUser: 'account.deleted',
  ChangeProfile: 'account.profile_changed',
  ChangeTimeSettings: 'account.time_settings_changed',
  StopWeeklyReport: 'account.weekly_report_stopped',
  ChangeEmail: 'account.email_change_asked',
  ChangeEmailRefused: 'account.email_change_refused',
  VerifyEmail: 'account.email_confirmed',
  InviteUser: 'account.invited',
  IssueClaimLink: 'account.claim_link_made',
  IssueResetLink: 'password.reset_link_made',
  ResetLinkIssued: 'password.reset_link_asked',
  SendPasswordReset: 'password.reset_link_sent',
  ResetPassword: 'password.reset',
  SetPassword: 'password.set',
  ChangePassword: 'password.changed',
  ChangePasswordRefused: 'password.change_refused',
  CreateApiKey: 'key.created',
  ChangeApiKey: 'key.changed',
  RevokeApiKey: 'key.revoked',
  RevokeApiKeys: 'key.all_revoked',
  MintClientKey: 'key.created_by_client',
  SignIn: 'session.started',
  SignInRefused: 'session.refused',
  SignOut: 'session.ended',
  RevokeSession: 'session.revoked',
  // Names and rules
  ChangeProject: 'project.changed',
  MergeProjects: 'project.merged',
  UndoProjectNames: 'project.names_undone',
  AddProjectGroup: 'project_group.created',
  ChangeProjectGroup: 'project_group.changed',
  DeleteProjectGroup: 'project_group.deleted',
  RenameValue: 'name.changed',
  UndoRename: 'name.change_undone',
  CreateRule: 'rule.created',
  ChangeRule: 'rule.changed',
  DeleteRule: 'rule.deleted',
  OrderRules: 'rule.ordered',
  ReplaceRules: 'rule.all_replaced',
  EnqueueApply: 'rule.applied',
  CancelApply: 'rule.apply_cancelled',
  // GitHub
  BeginConnect: 'github.connecting',
  FinishConnect: 'github.connected',
  ConnectByToken: 'github.connected_by_token',
  Disconnect: 'github.disconnected',
  LinkRepository: 'github.repository_linked',
  RotateKeys: 'github.tokens_encrypted_anew',
  // Goals, badges and leaderboards
  StopGoalMails: 'goal.mails_stopped',
  CreateGoal: 'goal.created',
  ChangeGoal: 'goal.changed',
  DeleteGoal: 'goal.deleted',
  AddPause: 'goal_pause.created',
  ChangePause: 'goal_pause.changed',
  DeletePause: 'goal_pause.deleted',
  CreateBadgeLink: 'badge.created',
  DeleteBadgeLink: 'badge.deleted',
  CreateLeaderboard: 'leaderboard.created',
  RenameLeaderboard: 'leaderboard.renamed',
  DeleteLeaderboard: 'leaderboard.deleted',
  IssueLeaderboardLink: 'leaderboard.link_made',
  RevokeLeaderboardLink: 'leaderboard.link_revoked',
  InviteToLeaderboard: 'leaderboard.member_invited',
  WithdrawLeaderboardInvite: 'leaderboard.invite_withdrawn',
  AcceptLeaderboardInvite: 'leaderboard.invite_accepted',
  DeclineLeaderboardInvite: 'leaderboard.invite_declined',
  JoinLeaderboard: 'leaderboard.joined',
  RemoveLeaderboardMember: 'leaderboard.member_removed',
};

/** Of a command that this version does not know: its own name, as in `other.sign_in`. */
const UNKNOWN = 'other';

/** Whether the action of this command has a name in the table. */
export function hasAuditAction(message: string): boolean {
  return Object.hasOwn(ACTIONS, message);
}

/** What a row is called: `<thing>.<what was done>`. */
export function auditActionOf(message: string): string {
  return ACTIONS[message] ?? `${UNKNOWN}.${message.replaceAll(/(?<!^)([A-Z])/g, '_$1').toLowerCase()}`;
}

/** The commands that an action, or a thing with all that is done with it (`member`), stands for. */
export function auditMessagesOf(action: string): string[] {
  return Object.entries(ACTIONS).flatMap(([message, name]) => (name === action || name.startsWith(`${action}.`) ? message : []));
}
