import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiResponse } from '@nestjs/swagger';

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
  403: 'The key lacks the scope of this route (`x-scope`), or a session its CSRF token.',
  409: 'It is taken, was changed meanwhile, or is one too many.',
  429: 'Too many requests. `Retry-After` says after how many seconds to come back.',
  404: 'There is no such thing, or it is not yours.',
  413: 'More than 64 kB; of heartbeats more than 1,000, 5 MB or 250,000 values.',
  503: 'The database is away or too busy. Nothing was stored; send the same request again.',
};

/** The refusals of a route beside 401, 403 and 429. */
export function ApiRefused(...statuses: number[]): MethodDecorator & ClassDecorator {
  return applyDecorators(...statuses.map((status) => ApiResponse({ status, description: REASONS[status] ?? '', type: Refusal })));
}
