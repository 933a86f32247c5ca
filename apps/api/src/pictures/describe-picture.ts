import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiResponse } from '@nestjs/swagger';

/** A route whose answer caches keep, for Swagger. */
export function ApiForCaches(): MethodDecorator {
  return applyDecorators(
    ApiParam({
      name: 'user',
      description: 'A username, @username or public id, in any case.',
      schema: { type: 'string', maxLength: 40, example: 'ada' },
    }),
    ApiResponse({ status: 304, description: 'It is what `If-None-Match` names: the client has it already.' }),
  );
}

/** The parameter that names a badge of a link, for Swagger. */
export function ApiLink(): MethodDecorator {
  return ApiParam({ name: 'id', example: '0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19', description: "The badge's id: `svg_url` has it." });
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
