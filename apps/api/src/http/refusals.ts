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

const REASONS: Readonly<Record<number, [description: string, example: Refusal]>> = {
  400: [
    'Something in the request is not acceptable; `errors` names it.',
    {
      error: 'timezone: "Mars" is not an IANA time zone. Use a name such as Europe/Berlin or UTC.',
      errors: { timezone: ['"Mars" is not an IANA time zone. Use a name such as Europe/Berlin or UTC.'] },
    },
  ],
  401: [
    'No key or session that is valid.',
    { error: 'An API key is needed, and none was sent. Send it as "Authorization: Bearer <key>".' },
  ],
  403: [
    'The key lacks the scope of this route, or a session its CSRF token.',
    { error: 'This key may not do that: it needs the scope "full".' },
  ],
  404: ['There is no such thing, or it is not yours.', { error: 'There is no such user, or the profile is private.' }],
  409: [
    'It is taken, was changed meanwhile, or is one too many.',
    { error: 'The username ada is taken; choose another.', errors: { username: ['Taken.'] } },
  ],
  413: [
    'More than 64 kB; of heartbeats more than 1,000, 5 MB or 250,000 values.',
    { error: '1200 heartbeats are too many for one request; send at most 1000.' },
  ],
  429: [
    'Too many requests. `Retry-After` says after how many seconds to come back.',
    { error: 'Too many requests: 60 requests within 1 minute are the limit here. Ask again in 41 seconds.' },
  ],
  503: [
    'The database is away or too busy. Nothing was stored; send the same request again.',
    { error: 'The database is away or too busy. Ask again in a moment.' },
  ],
};

/** The refusals of a route beside 401, 403 and 429. */
export function ApiRefused(...statuses: number[]): MethodDecorator & ClassDecorator {
  return applyDecorators(...statuses.map((status) => ApiRefusedAs(status)));
}

/** A refusal that means something of its own on this route; `error` is the example's text. */
export function ApiRefusedAs(status: number, means?: string, error?: string): MethodDecorator & ClassDecorator {
  const [description = '', example] = REASONS[status] ?? [];
  return ApiResponse({ status, description: means ?? description, type: Refusal, example: error === undefined ? example : { error } });
}
