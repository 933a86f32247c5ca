import { GetTimesheet } from '@app/analytics';
import { TimesheetAnswer, timesheetFileName, TimesheetParams, timesheetQuestion, toTimesheet, toTimesheetCsv } from '@app/compat';
import type { UserActor } from '@app/core';
import { oneself } from '@app/users';
import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { CurrentUser } from '../http/auth.js';
import { ApiAuthorized } from '../http/authorize.js';
import { CsvOrJson, type CsvWriter } from '../http/csv-writer.js';
import { ApiRefused } from '../http/refusals.js';

const CSV = 'project,2026-01-27,2026-01-28,total\r\nchronova,0.75,1.50,2.25\r\nwebsite,0.25,0.00,0.25\r\nTotal,1.00,1.50,2.50\r\n';

@ApiTags('Analytics')
@ApiAuthorized('time:read')
@ApiRefused(400)
@Controller('api/v1/users/current/analytics')
export class TimesheetController {
  constructor(private readonly queries: QueryBus) {}

  /**
   * Get a timesheet: your time by project and day, rounded. As JSON it has at most 92 days, as CSV (`format=csv` or `Accept: text/csv`) 366.
   *
   * An entry is a row on a day. **Per entry** each is rounded. **Per day** the sum of the day is rounded, and its entries share it: each has its whole
   * units, and the units that are left go one by one to the entries with the largest rest (of the same rest: to the row that stands first). Rows, days
   * and the whole add up, as totals are sums of rounded entries.
   *
   * Example: a day of 50, 20 and 8 minutes, by quarters of an hour. `nearest` per entry: 45, 15 and 15. `up` per entry: 60, 30 and 15, which are 105.
   * `nearest` per day: 78 minutes are 75; whole units are 45, 15 and 0, and the one that is left goes to the 8: 45, 15 and 15. `up` per day: 90, so two are
   * left: 60, 15 and 15.
   *
   * CSV is RFC 4180 in UTF-8: rounded time in hours (`1.25`), time rounded to seconds as `1:15:09`. A name that a spreadsheet would take for a formula begins
   * with an apostrophe there.
   */
  @Get('timesheet')
  @ApiExtraModels(TimesheetAnswer)
  @ApiOkResponse({
    description: 'The timesheet, as JSON or as a file of CSV.',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(TimesheetAnswer) } },
      'text/csv': { schema: { type: 'string' }, example: CSV },
    },
  })
  async getTimesheet(
    @CurrentUser() actor: UserActor,
    @Query() params: TimesheetParams,
    @CsvOrJson() writer: CsvWriter,
  ): Promise<TimesheetAnswer | string> {
    const sheet = await this.queries.execute(new GetTimesheet(actor, oneself(actor), timesheetQuestion(params, writer.format)));
    return writer.write(sheet, { json: toTimesheet, csv: toTimesheetCsv, fileName: timesheetFileName(sheet) });
  }
}
