import { Module } from '@nestjs/common';
import { ChangeApiKeyHandler } from './change-api-key.command.js';
import { ChangeProfileHandler } from './change-profile.command.js';
import { ChangeTimeSettingsHandler } from './change-time-settings.command.js';
import { CreateApiKeyHandler } from './create-api-key.command.js';
import { CreateUserHandler } from './create-user.command.js';
import { EnsureOwnerHandler } from './ensure-owner.command.js';
import { FindKeyOwnerHandler } from './find-key-owner.query.js';
import { FindSessionHandler } from './find-session.query.js';
import { FindSubjectHandler } from './find-subject.query.js';
import { FindUserHandler } from './find-user.query.js';
import { GetUserHandler } from './get-user.query.js';
import { ListApiKeysHandler } from './list-api-keys.query.js';
import { RecordUseHandler } from './record-use.command.js';
import { RevokeApiKeyHandler } from './revoke-api-key.command.js';

@Module({
  providers: [
    ChangeApiKeyHandler,
    ChangeProfileHandler,
    ChangeTimeSettingsHandler,
    CreateApiKeyHandler,
    CreateUserHandler,
    EnsureOwnerHandler,
    FindKeyOwnerHandler,
    FindSessionHandler,
    FindSubjectHandler,
    FindUserHandler,
    GetUserHandler,
    ListApiKeysHandler,
    RecordUseHandler,
    RevokeApiKeyHandler,
  ],
})
export class UsersModule {}
