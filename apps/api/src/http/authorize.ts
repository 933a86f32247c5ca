import { type KnownPermission, scopeFor } from '@app/users';
import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension, ApiSecurity } from '@nestjs/swagger';
import { Needs, Public } from './auth.js';
import { ApiRefused, ApiRefusedAs } from './refusals.js';

/** The permission of a route, and the credentials that may have it. */
function WithCredentials(permission: KnownPermission): ClassDecorator & MethodDecorator {
  return applyDecorators(
    Needs(permission),
    // Generated clients would send every form that is named here, one of them in the address.
    ApiBearerAuth('Bearer'),
    ApiExtension('x-scope', scopeFor(permission)),
    ApiExtension('x-permission', permission),
  );
}

/** A route that takes an API key, in any of its forms, or a session, with this permission. Swagger shows the scope that a key needs for it. */
export function ApiAuthorized(permission: KnownPermission): ClassDecorator & MethodDecorator {
  return applyDecorators(WithCredentials(permission), ApiRefused(401, 403, 429, 503));
}

/**
 * A route for everybody: `stranger` says what somebody without credentials gets. A key of the user whom the route is about is recognised, and
 * needs this permission then.
 */
export function ApiPublic(permission: KnownPermission, stranger: string): MethodDecorator & ClassDecorator {
  return applyDecorators(
    Public(stranger),
    // No credentials will do, too.
    ApiSecurity({}),
    WithCredentials(permission),
    ApiRefused(429, 503),
    ApiRefusedAs(403, 'It is your own data, and the key lacks the scope of this route.'),
  );
}
