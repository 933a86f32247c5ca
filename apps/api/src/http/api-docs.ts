import { applyDecorators } from '@nestjs/common';
import { ApiBasicAuth, ApiBearerAuth, ApiProperty, ApiResponse, ApiSecurity } from '@nestjs/swagger';

/** What every refused request answers. */
export class Refusal {
  @ApiProperty({ description: 'What is wrong and what to do.', example: 'timezone: "Mars" is not an IANA time zone.' })
  error: string;

  @ApiProperty({
    description: 'Field → texts, where single fields are to blame.',
    required: false,
    type: Object,
    additionalProperties: { type: 'array', items: { type: 'string' } },
    example: { timezone: ['"Mars" is not an IANA time zone.'] },
  })
  errors?: Record<string, string[]>;
}

const REASONS: Record<number, string> = {
  400: 'Something in the request is not acceptable; `errors` names it.',
  401: 'No valid API key.',
  404: 'There is no such thing, or it is not yours.',
  413: 'More than 1,000 heartbeats or 5 MB.',
  503: 'The database is away. Nothing was stored; send the same request again.',
};

/** The refusals of a route beside 401. */
export function ApiRefused(...statuses: number[]): MethodDecorator & ClassDecorator {
  return applyDecorators(...statuses.map((status) => ApiResponse({ status, description: REASONS[status] ?? '', type: Refusal })));
}

/** A route that takes an API key, in any of its forms. */
export function ApiAuthorized(): ClassDecorator & MethodDecorator {
  return applyDecorators(ApiBearerAuth('Bearer'), ApiBasicAuth('Basic'), ApiSecurity('X-API-Key'), ApiSecurity('api_key'), ApiRefused(401));
}
