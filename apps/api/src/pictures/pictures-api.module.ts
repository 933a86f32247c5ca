import { AnalyticsModule } from '@app/analytics';
import { UsersModule } from '@app/users';
import { Module } from '@nestjs/common';
import { PicturesController } from './pictures.controller.js';

@Module({ imports: [UsersModule, AnalyticsModule], controllers: [PicturesController] })
export class PicturesApiModule {}
