import { UsersModule } from '@app/users';
import { Module } from '@nestjs/common';
import { AccountController } from './account.controller.js';
import { ApiKeysController } from './api-keys.controller.js';
import { PhotoController } from './photo.controller.js';
import { SessionsController } from './sessions.controller.js';

/** The routes about accounts that only Chronova has: signing up and in, keys, sessions, pictures. */
@Module({
  imports: [UsersModule],
  controllers: [ApiKeysController, AccountController, SessionsController, PhotoController],
})
export class UsersApiModule {}
