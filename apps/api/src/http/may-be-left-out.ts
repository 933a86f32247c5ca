import { ValidateIf } from 'class-validator';

/** A field that may be left out but, unlike with `IsOptional`, not be null: null would read as "unchanged". */
export function MayBeLeftOut(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}
