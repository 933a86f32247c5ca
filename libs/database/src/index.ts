export { DatabaseModule } from './database.module.js';
export { DatabaseWaiter, willPass } from './database-waiter.js';
export { ApiKey } from './entities/api-key.entity.js';
export { User } from './entities/user.entity.js';
export { DAY_US, lockTime, markDaysSql, restartTime } from './mark-days.js';
export { migrate, waitForSchema } from './migrate.js';
export { PingDatabase } from './ping-database.query.js';
export { prepared, sql } from './sql.js';
