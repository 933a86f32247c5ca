import { DomainError } from '@app/core';
import { type ArgumentMetadata, Injectable, ValidationPipe, type ValidationPipeOptions } from '@nestjs/common';
import { getMetadataStorage, type ValidationError } from 'class-validator';

const options: ValidationPipeOptions = {
  transform: true,
  whitelist: true,
  validationError: { target: true, value: true },
  exceptionFactory: toDomainError,
};

/** Bodies: unknown fields are refused by name. Queries and parameters: unknown ones are ignored, as clients send some of their own. */
@Injectable()
export class RequestValidationPipe extends ValidationPipe {
  private readonly body = new ValidationPipe({ ...options, forbidNonWhitelisted: true });

  constructor() {
    super(options);
  }

  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'body') return super.transform(value, metadata);
    const fields = fieldsOf(metadata.metatype);
    if (fields.length > 0) refuseNoObject(value, fields);
    return this.body.transform(value, metadata);
  }
}

/** The fields that a form has, without old spellings of others; none of what is no form of ours. */
function fieldsOf(form: object['constructor'] | undefined): string[] {
  if (!form) return [];
  const rules = getMetadataStorage().getTargetValidationMetadatas(form, '', false, false);
  const names = new Set(rules.map(({ propertyName }) => propertyName));
  return [...names].filter((name) => !/[A-Z]/.test(name) || !names.has(snakeCaseOf(name)));
}

function snakeCaseOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function refuseNoObject(value: unknown, fields: readonly string[]): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  const what = value === undefined ? 'is missing. Send' : 'must be';
  throw new DomainError('invalid', 'body.no-object', `The body ${what} a JSON object; its fields are ${fields.join(', ')}.`);
}

/** All fields that are wrong, each with one sentence. */
function toDomainError(errors: ValidationError[]): DomainError {
  const problems = errors.flatMap((error) => problemsOf(error, ''));
  const texts = problems.map(([field, text]) => (text.startsWith(`${field} `) ? text : `${field}: ${text}`));
  return new DomainError(
    'invalid',
    'request.invalid',
    texts.join(' '),
    Object.fromEntries(problems.map(([field, text]) => [field, [text]])),
  );
}

/** Of a field and, where it holds objects, of theirs: `rules[2].value`. */
function problemsOf(error: ValidationError, above: string): [field: string, text: string][] {
  const { property, children = [] } = error;
  const field = /^\d+$/.test(property) ? `${above}[${property}]` : [above, property].filter((part) => part !== '').join('.');
  return children.length > 0 ? children.flatMap((child) => problemsOf(child, field)) : [[field, problemOf(error)]];
}

function problemOf({ property, value, constraints = {}, target }: ValidationError): string {
  if ('whitelistValidation' in constraints) {
    return `${property} is no field of this request. Its fields are ${fieldsOf(target?.constructor).join(', ')}.`;
  }
  if (value === undefined) return `${property} is missing.`;
  const [text] = Object.values(constraints);
  return text ?? `${property} is not acceptable.`;
}
