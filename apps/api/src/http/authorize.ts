import type { Scope } from '@app/users';
import { applyDecorators } from '@nestjs/common';
import { ApiBasicAuth, ApiBearerAuth, ApiExtension, ApiResponse, ApiSecurity } from '@nestjs/swagger';
import { Needs, Public } from './auth.js';
import { ApiRefused, Refusal } from './refusals.js';

/** A route that takes an API key, in any of its forms, with this scope, or a session. */
export function ApiAuthorized(scope: Scope): ClassDecorator & MethodDecorator {
  return applyDecorators(
    Needs(scope),
    ApiBearerAuth('Bearer'),
    ApiBasicAuth('Basic'),
    ApiSecurity('X-API-Key'),
    ApiSecurity('api_key'),
    ApiExtension('x-scope', scope),
    ApiRefused(401, 403, 429, 503),
  );
}

/**
 * A route for everybody: `stranger` says what somebody without credentials gets. A key of the user whom the route is about is recognised, and
 * needs this scope then.
 */
export function ApiPublic(scope: Scope, stranger: string): MethodDecorator & ClassDecorator {
  return applyDecorators(
    Public(stranger),
    Needs(scope),
    // No credentials will do, too.
    ApiSecurity({}),
    ApiBearerAuth('Bearer'),
    ApiBasicAuth('Basic'),
    ApiSecurity('X-API-Key'),
    ApiSecurity('api_key'),
    ApiExtension('x-scope', scope),
    ApiRefused(429, 503),
    ApiResponse({ status: 403, description: 'It is your own data, and the key lacks the scope of this route (`x-scope`).', type: Refusal }),
  );
}
