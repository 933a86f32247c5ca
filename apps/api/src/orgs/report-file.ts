import type { Actor } from '@app/core';
import { type FiledReport, type OrgAccess, RecordReportExport, type ReportParameters } from '@app/orgs';
import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  SetMetadata,
  type Type,
  UseInterceptors,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { ApiExtraModels, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';
import { mergeMap, type Observable } from 'rxjs';
import { type FormatRequest, wantsFormat } from '../http/wanted-format.js';

const REPORT = 'chronova:report-file';

/** What reports are asked by: nothing else of an address stands in the audit log, as a key may stand there. */
const PARAMETERS = ['range', 'start', 'end', 'timezone', 'team', 'member', 'group_by', 'by', 'page', 'per_page'];
/** Characters of a parameter that are kept. */
const LONGEST = 200;

type Texts = Readonly<Record<string, string | string[] | undefined>>;
type Request = FormatRequest & { user: Actor; org?: OrgAccess };

/** Of a report that is wanted as a file a row is in the audit log before it is sent: without the row there is no file. */
@Injectable()
class AuditedFiles implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly commands: CommandBus,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request & { params: Texts; query: Texts }>();
    const { user, org, params, query } = request;
    if (!org || !wantsFormat(request, 'csv', 'text/csv')) return next.handle();
    const report = this.reflector.get<FiledReport>(REPORT, context.getHandler());
    const record = new RecordReportExport(user, org, report, parametersOf({ ...query, ...params }));
    return next.handle().pipe(
      mergeMap(async (file: unknown) => {
        await this.commands.execute(record);
        return file;
      }),
    );
  }
}

/** As they count: given twice the last one, empty as left out. */
function parametersOf(texts: Texts): ReportParameters {
  const given = PARAMETERS.map((name) => [name, [texts[name]].flat().at(-1)] as const);
  return Object.fromEntries(given.flatMap(([name, text]) => (text ? [[name, text.slice(0, LONGEST)]] : [])));
}

/** A report of an organization, as JSON or as a file of CSV, which is in the audit log. `example`: of the file. */
export function ApiReportFile(report: FiledReport, answers: Type | readonly Type[], example: string): MethodDecorator {
  const types = [answers].flat();
  const schemas = types.map((type) => ({ $ref: getSchemaPath(type) }));
  return applyDecorators(
    SetMetadata(REPORT, report),
    UseInterceptors(AuditedFiles),
    ApiExtraModels(...types),
    ApiOkResponse({
      description: 'The report, as JSON or as a file of CSV. That somebody takes the file is in the audit log.',
      content: {
        'application/json': { schema: schemas.length === 1 ? { $ref: getSchemaPath(types[0] ?? Object) } : { oneOf: schemas } },
        'text/csv': { schema: { type: 'string' }, example },
      },
    }),
  );
}
