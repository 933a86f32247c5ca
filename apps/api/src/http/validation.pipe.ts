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
    if (metadata.type !== 'body') return super.transform(value, metadata);
    refuseDeep(value);
    return this.body.transform(value, metadata);
  }
}

const DEEPEST = 16;

/** Refuses what no form of ours is: it would be walked through by functions that call themselves. */
function refuseDeep(value: unknown): void {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) throw new DomainError('invalid', 'body.too-deep', `The body is nested more than ${DEEPEST} levels deep.`);
    level = level.flatMap((v) => (typeof v === 'object' && v !== null ? Object.values(v) : []));
  }
}

function toDomainError(errors: ValidationError[]): DomainError {
  const fields = Object.fromEntries(errors.map((e) => [e.property, [...new Set(Object.values(e.constraints ?? {}))]]));
  const texts = Object.entries(fields).map(([field, problems]) => `${field}: ${problems.join(', ')}`);
  return new DomainError('invalid', 'request.invalid', `Not accepted: ${texts.join('; ')}.`, fields);
}
