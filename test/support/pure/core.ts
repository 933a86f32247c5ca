// What `npm run mutate` takes for @app/core where the rules need no more of it: without Nest, as every mutant loads it anew.
export { OPERATOR } from '../../../libs/core/src/actor.js';
export { badParameter, DomainError } from '../../../libs/core/src/domain-error.js';
export { hasUnseen } from '../../../libs/core/src/fields.js';
export { isoSeconds } from '../../../libs/core/src/iso-seconds.js';
export { must } from '../../../libs/core/src/must.js';
export { sumOf } from '../../../libs/core/src/sum-of.js';
export { firstOfWeek, weekdayOf } from '../../../libs/core/src/weeks.js';
export { uuidV8Of } from '../../../libs/core/src/uuid-v8.js';
export {
  addDays,
  addMonths,
  canonicalZone,
  dateOf,
  dayBounds,
  dayNumber,
  isDate,
  localDate,
  offsetSegments,
} from '../../../libs/core/src/zones.js';
