import { Module } from '@nestjs/common';
import { ChangeApiKeyHandler } from './keys/change-api-key.command.js';
import { ChangeProfileHandler } from './profile/change-profile.command.js';
import { ChangeTimeSettingsHandler } from './profile/change-time-settings.command.js';
import { ChangeUserHandler } from './admin/change-user.command.js';
import { CreateApiKeyHandler } from './keys/create-api-key.command.js';
import { CreateUserHandler } from './accounts/create-user.command.js';
import { AccountEnds } from './accounts/account-ends.js';
import { DeleteUserHandler } from './accounts/delete-user.command.js';
import { EnsureOwnerHandler } from './accounts/ensure-owner.command.js';
import { FindKeyOwnerHandler } from './keys/find-key-owner.query.js';
import { FindSessionHandler } from './sessions/find-session.query.js';
import { FindSubjectHandler } from './profile/find-subject.query.js';
import { FindAccountByNameHandler } from './accounts/find-account-by-name.query.js';
import { FindUserHandler } from './accounts/find-user.query.js';
import { GetUserHandler } from './profile/get-user.query.js';
import { ListApiKeysHandler } from './keys/list-api-keys.query.js';
import { ListUsersHandler } from './admin/list-users.query.js';
import { RecordUseHandler } from './sessions/record-use.command.js';
import { RevokeApiKeyHandler } from './keys/revoke-api-key.command.js';
import { RevokeApiKeysHandler } from './keys/revoke-api-keys.command.js';
import { SendTestMailHandler } from './mail/send-test-mail.command.js';
import { CheckLinkHandler } from './accounts/check-link.query.js';
import { ClaimAccountHandler } from './accounts/claim-account.command.js';
import { InviteUserHandler } from './accounts/invite-user.command.js';
import { IsInvitedHandler } from './accounts/is-invited.query.js';
import { IssueClaimLinkHandler } from './accounts/issue-claim-link.command.js';
import { RegisterUserHandler } from './accounts/register-user.command.js';
import { ChangeEmailHandler } from './accounts/change-email.command.js';
import { ResendConfirmationHandler } from './accounts/resend-confirmation.command.js';
import { VerifyEmailHandler } from './accounts/verify-email.command.js';
import { AccountLinks } from './accounts/account-links.js';
import { AfterAnswer } from './after-answer.js';
import { AccountNotices } from './mail/account-notices.js';
import { Mailer } from './mail/mailer.js';
import { ChangePasswordHandler } from './passwords/change-password.command.js';
import { IssueResetLinkHandler } from './passwords/issue-reset-link.command.js';
import { RequestPasswordResetHandler } from './passwords/request-password-reset.command.js';
import { ResetPasswordHandler } from './passwords/reset-password.command.js';
import { SendPasswordResetHandler } from './passwords/send-password-reset.command.js';
import { SetPasswordHandler } from './passwords/set-password.command.js';
import { IsKnownPlaceHandler } from './sessions/is-known-place.query.js';
import { ListSessionsHandler } from './sessions/list-sessions.query.js';
import { MintClientKeyHandler } from './sessions/mint-client-key.command.js';
import { RevokeSessionHandler } from './sessions/revoke-session.command.js';
import { SignInHandler } from './sessions/sign-in.command.js';
import { SignOutHandler } from './sessions/sign-out.command.js';
import { ListPluginErrorsHandler } from './plugin-errors/list-plugin-errors.query.js';
import { StopWeeklyReportHandler } from './profile/stop-weekly-report.command.js';
import { PrunePluginErrorsHandler } from './plugin-errors/prune-plugin-errors.command.js';
import { ReportPluginErrorHandler } from './plugin-errors/report-plugin-error.command.js';

@Module({
  providers: [
    ChangeApiKeyHandler,
    ChangeProfileHandler,
    ChangeTimeSettingsHandler,
    ChangeUserHandler,
    CreateApiKeyHandler,
    CreateUserHandler,
    AccountEnds,
    DeleteUserHandler,
    EnsureOwnerHandler,
    FindKeyOwnerHandler,
    FindSessionHandler,
    FindSubjectHandler,
    FindUserHandler,
    FindAccountByNameHandler,
    GetUserHandler,
    ListApiKeysHandler,
    ListUsersHandler,
    RecordUseHandler,
    RevokeApiKeyHandler,
    RevokeApiKeysHandler,
    SendTestMailHandler,
    CheckLinkHandler,
    ClaimAccountHandler,
    InviteUserHandler,
    IsInvitedHandler,
    IssueClaimLinkHandler,
    RegisterUserHandler,
    VerifyEmailHandler,
    ChangeEmailHandler,
    ResendConfirmationHandler,
    AccountLinks,
    AfterAnswer,
    AccountNotices,
    Mailer,
    ChangePasswordHandler,
    IssueResetLinkHandler,
    RequestPasswordResetHandler,
    ResetPasswordHandler,
    SendPasswordResetHandler,
    SetPasswordHandler,
    IsKnownPlaceHandler,
    ListSessionsHandler,
    MintClientKeyHandler,
    RevokeSessionHandler,
    SignInHandler,
    SignOutHandler,
    ListPluginErrorsHandler,
    PrunePluginErrorsHandler,
    ReportPluginErrorHandler,
    StopWeeklyReportHandler,
  ],
  exports: [AccountEnds, Mailer],
})
export class UsersModule {}
