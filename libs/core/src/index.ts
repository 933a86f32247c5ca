export { Clock } from './clock.js';
export { CoreModule } from './core.module.js';
export { badParameter, DomainError, type ErrorKind } from './domain-error.js';
export { BadEnvironment, basePath, callersFolder, Env, loadEnv, machineZone, publicUrl } from './env.js';
export { MayBeLeftOut, OneLine, OptionalFlag, OptionalInteger, OptionalText, Storable } from './fields.js';
export { isoSeconds } from './iso-seconds.js';
export { untilStopped } from './until-stopped.js';
export { createLogger, masked, NestLogger } from './logging.js';
export { addDays, addMonths, canonicalZone, dateOf, dayBounds, dayNumber, isDate, localDate, offsetSegments } from './zones.js';
