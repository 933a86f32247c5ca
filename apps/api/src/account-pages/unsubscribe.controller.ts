import { type Actor, OptionalText, Text } from '@app/core';
import { StopGoalMails } from '@app/goals';
import { StopWeeklyReport } from '@app/users';
import { Controller, Get, Header, HttpCode, Post, Query, UseFilters, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeEndpoint, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Public } from '../http/auth.js';
import { LimitedBy } from '../http/limits.js';
import { ApiRefused } from '../http/refusals.js';
import { UNSUBSCRIBE, UNSUBSCRIBE_GOAL, UNSUBSCRIBED, UNSUBSCRIBED_GOAL } from './files.js';
import { DeadLinkFilter, PAGE_HEADERS, UnsubscribedPage } from './unsubscribe-pages.js';

const LONGEST_TOKEN = 200;

export class UnsubscribeParams {
  /** As the link in the mail has it. @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19.Zm9yIGFuIGV4YW1wbGUsIGFuZCBub2JvZHkncyBhdCBhbGw" */
  @OptionalText()
  @Text(LONGEST_TOKEN)
  token?: string;
}

export class Unsubscribed {
  /** @example "You get no more weekly reports. To get them again, set weekly_report to true." */
  message: string;
}

export class UnsubscribeGoalParams {
  /** As the link in the mail has it. @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19.1b97fbe3-5cae-4a2f-8ab8-7e6f5d4c3b2a.Zm9yIGFuIGV4YW1wbGUsIGFuZCBub2JvZHkncyBhdCBhbGw" */
  @OptionalText()
  @Text(LONGEST_TOKEN)
  token?: string;
}

export class UnsubscribedGoal {
  /** @example "You get no more mails of this goal. To get them again, set its is_mailed to true." */
  message: string;
}

/** Where the links of weekly reports and of goals' mails lead, and what mail programs ask on their own (RFC 8058). Nobody needs to be signed in. */
@ApiTags('Reports')
@Public()
@Controller('account')
export class UnsubscribeController {
  constructor(private readonly commands: CommandBus) {}

  /** A page with a button. It changes nothing and looks at nothing: programs that check links open it too. */
  @Get('unsubscribe')
  @ApiExcludeEndpoint()
  @LimitedBy('pictures')
  @Header('content-type', PAGE_HEADERS['content-type'])
  @Header('cache-control', PAGE_HEADERS['cache-control'])
  @Header('content-security-policy', PAGE_HEADERS['content-security-policy'])
  showPage(): string {
    return UNSUBSCRIBE;
  }

  /**
   * End weekly reports by the link of one. The token is in the mail's `List-Unsubscribe` header and in its last line, as a whole address. It ends
   * that account's reports and nothing else, and may be sent again. The body does not matter: mail programs send `List-Unsubscribe=One-Click`.
   */
  @Post('unsubscribe')
  @HttpCode(200)
  @RouteConfig({ ignoresBody: true })
  @LimitedBy('strangers')
  @ApiRefused(400, 404, 429, 503)
  @UseFilters(DeadLinkFilter)
  @UseInterceptors(new UnsubscribedPage(UNSUBSCRIBED))
  async unsubscribe(@CurrentActor() actor: Actor, @Query() { token = '' }: UnsubscribeParams): Promise<Unsubscribed> {
    return this.commands
      .execute(new StopWeeklyReport(actor, token))
      .then(() => ({ message: 'You get no more weekly reports. To get them again, set weekly_report to true.' }));
  }

  /** The same page for mails of a goal. */
  @Get('unsubscribe-goal')
  @ApiExcludeEndpoint()
  @LimitedBy('pictures')
  @Header('content-type', PAGE_HEADERS['content-type'])
  @Header('cache-control', PAGE_HEADERS['cache-control'])
  @Header('content-security-policy', PAGE_HEADERS['content-security-policy'])
  showGoalPage(): string {
    return UNSUBSCRIBE_GOAL;
  }

  /**
   * End mails of a goal by the link of one. Its `is_mailed` is false then; mails of other goals go on. The token is in the mail's `List-Unsubscribe`
   * header and in its last line, as a whole address, and may be sent again. The body does not matter: mail programs send
   * `List-Unsubscribe=One-Click`.
   */
  @Post('unsubscribe-goal')
  @HttpCode(200)
  @RouteConfig({ ignoresBody: true })
  @LimitedBy('strangers')
  @ApiRefused(400, 404, 429, 503)
  @UseFilters(DeadLinkFilter)
  @UseInterceptors(new UnsubscribedPage(UNSUBSCRIBED_GOAL))
  async unsubscribeGoal(@CurrentActor() actor: Actor, @Query() { token = '' }: UnsubscribeGoalParams): Promise<UnsubscribedGoal> {
    return this.commands
      .execute(new StopGoalMails(actor, token))
      .then(() => ({ message: 'You get no more mails of this goal. To get them again, set its is_mailed to true.' }));
  }
}
