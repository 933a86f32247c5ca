import { AnalyticsModule } from '@app/analytics';
import { UsersModule } from '@app/users';
import { Module } from '@nestjs/common';
import { BadgeLinksController } from './badge-links.controller.js';
import { PicturesController } from './pictures.controller.js';

@Module({ imports: [UsersModule, AnalyticsModule], controllers: [PicturesController, BadgeLinksController] })
export class PicturesApiModule {}
