export { type Calendar, Calendars } from './calendars.js';
export { type Actor, OPERATOR, type Permission, SERVER, STRANGER, type UserActor } from './actor.js';
export { BusModule } from './bus.module.js';
export { Clock } from './clock.js';
export { CoreModule } from './core.module.js';
export { type DatabaseAddress, parseDatabaseUrl } from './database-url.js';
export { badParameter, DomainError, type ErrorKind, Problems } from './domain-error.js';
export {
  BadEnvironment,
  basePath,
  callersFolder,
  Env,
  githubApiUrl,
  keptByNpm,
  loadEnv,
  machineZone,
  publicUrl,
  tokenKeysOf,
} from './env.js';
export {
  Color,
  FIELDS,
  type FieldSchema,
  Flag,
  hasUnseen,
  Ids,
  isOneLine,
  MayBeLeftOut,
  NameList,
  NumberFrom,
  OneLine,
  OneOf,
  OptionalFlag,
  OptionalOneOf,
  OptionalInteger,
  OptionalRuledParameter,
  OptionalText,
  OptionalTexts,
  RuledParameter,
  RuledText,
  SomeOf,
  Text,
  TextList,
  WholeNumber,
} from './fields.js';
export { mapInTurns } from './in-turns.js';
export { dateOfParameter, dayOfParameter, dayProblem, type LocalDay } from './local-days.js';
export { isoSeconds } from './iso-seconds.js';
export { Audited, auditDetails, auditOrg, auditSubject, messageContext } from './message-context.js';
export { must } from './must.js';
export { type DatedPrices, parsePriceList, type PriceList, type TokenPrices } from './price-list.js';
export { sumOf } from './sum-of.js';
export { untilStopped } from './until-stopped.js';
export { version } from './version.js';
export { uuidV8Of } from './uuid-v8.js';
export { firstOfWeek, weekdayOf } from './weeks.js';
export { createLogger, masked, NestLogger } from './logging.js';
export {
  addDays,
  addMonths,
  canonicalZone,
  dateOf,
  dayBounds,
  dayNumber,
  isDate,
  localDate,
  type OffsetSegment,
  offsetSegments,
} from './zones.js';
