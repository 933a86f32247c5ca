import { Module } from '@nestjs/common';
import { AccountPagesController } from './account-pages.controller.js';
import { UnsubscribeController } from './unsubscribe.controller.js';

/** The pages for a person with only a browser: signing in, signing up, passwords. Their HTML is in pages/, what runs in the browser in browser/. */
@Module({ controllers: [UnsubscribeController, AccountPagesController] })
export class AccountPagesApiModule {}
