import { OPERATOR } from '@app/core';
import { GetWeeklyReport, reportHtml, reportText } from '@app/goals';
import { FindUser } from '@app/users';
import { QueryBus } from '@nestjs/cqrs';
import { Command, CommandRunner, Option } from 'nest-commander';

@Command({
  name: 'report:weekly',
  arguments: '<username>',
  description: 'Print the report of a week as it would be mailed. Sends nothing, and it does not matter whether the user wants it.',
})
export class ReportWeeklyCommand extends CommandRunner {
  constructor(private readonly queries: QueryBus) {
    super();
  }

  async run([username = '']: string[], { week, html }: { week?: string; html?: boolean }): Promise<void> {
    const userId = await this.queries.execute(new FindUser(OPERATOR, username));
    const report = await this.queries.execute(new GetWeeklyReport(OPERATOR, userId, week));
    process.stdout.write(html ? reportHtml(report) : reportText(report));
  }

  @Option({ flags: '--week <YYYY-Www>', description: 'ISO week, such as 2026-W47; left out: the last one that is over' })
  parseWeek(value: string): string {
    return value;
  }

  @Option({ flags: '--html', description: 'as HTML, for a file: npm run -s cli -- report:weekly ada --html > report.html' })
  parseHtml(): boolean {
    return true;
  }
}
