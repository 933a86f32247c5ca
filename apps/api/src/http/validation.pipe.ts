import { DomainError } from '@app/core';
import { type ArgumentMetadata, Injectable, ValidationPipe, type ValidationPipeOptions } from '@nestjs/common';
import type { ValidationError } from 'class-validator';

const options: ValidationPipeOptions = { transform: true, whitelist: true, exceptionFactory: toDomainError };

/** Bodies: unknown fields are refused by name. Queries and parameters: unknown ones are ignored, as clients send some of their own. */
@Injectable()
export class RequestValidationPipe extends ValidationPipe {
  private readonly body = new ValidationPipe({ ...options, forbidNonWhitelisted: true });

  constructor() {
    super(options);
  }

  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    return metadata.type === 'body' ? this.body.transform(value, metadata) : super.transform(value, metadata);
  }
}

function toDomainError(errors: ValidationError[]): DomainError {
  const fields = Object.fromEntries(errors.map((e) => [e.property, [...new Set(Object.values(e.constraints ?? {}))]]));
  const texts = Object.entries(fields).map(([field, problems]) => `${field}: ${problems.join(', ')}`);
  return new DomainError('invalid', 'request.invalid', `Not accepted: ${texts.join('; ')}.`, fields);
}
