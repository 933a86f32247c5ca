import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiResponse } from '@nestjs/swagger';

/** A route whose answer caches keep, for Swagger. */
export function ApiForCaches(): MethodDecorator {
  return applyDecorators(
    ApiParam({
      name: 'user',
      example: 'ada',
      description: 'A username, @username or public id, in any case.',
      schema: { type: 'string', maxLength: 40 },
    }),
    ApiResponse({ status: 304, description: 'It is what `If-None-Match` names: the client has it already.' }),
  );
}

/** A route that answers with a picture, for Swagger. */
export function ApiPicture(what: string): MethodDecorator {
  return applyDecorators(
    ApiForCaches(),
    ApiOkResponse({
      description: `The ${what}, with a text for screen readers. Caches may keep it for five minutes.`,
      headers: { ETag: { description: 'For `If-None-Match`.', schema: { type: 'string' } } },
      content: { 'image/svg+xml': { schema: { type: 'string' }, example: '<svg xmlns="http://www.w3.org/2000/svg" role="img">…</svg>' } },
    }),
  );
}
