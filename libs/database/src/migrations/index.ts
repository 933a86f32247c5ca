import type { Migration } from '@mikro-orm/migrations';
import { Migration20261124084457_initial } from './Migration20261124084457_initial.js';

/** Every migration, oldest first. Merged ones are never edited. */
export const migrations: { name: string; class: new (...args: ConstructorParameters<typeof Migration>) => Migration }[] = [
  { name: 'Migration20261124084457_initial', class: Migration20261124084457_initial },
];
