import type { Migration } from '@mikro-orm/migrations';
import { Migration20261124084457_initial } from './Migration20261124084457_initial.js';
import { Migration20261124205319_accounts } from './Migration20261124205319_accounts.js';
import { Migration20261127013430_jobs } from './Migration20261127013430_jobs.js';
import { Migration20261127015810_audit_log } from './Migration20261127015810_audit_log.js';
import { Migration20261127020449_dirty_days_since } from './Migration20261127020449_dirty_days_since.js';
import { Migration20261127021842_limit_counters } from './Migration20261127021842_limit_counters.js';
import { Migration20261127063600_browsing } from './Migration20261127063600_browsing.js';
import { Migration20261127075430_dimension_counters } from './Migration20261127075430_dimension_counters.js';
import { Migration20261127082241_held_usernames } from './Migration20261127082241_held_usernames.js';
import { Migration20261127082753_ai_agents } from './Migration20261127082753_ai_agents.js';
import { Migration20261127083956_reader_version } from './Migration20261127083956_reader_version.js';
import { Migration20261127114500_naming } from './Migration20261127114500_naming.js';
import { Migration20261127114600_shown_names } from './Migration20261127114600_shown_names.js';
import { Migration20261127115026_lists_and_plugin_errors } from './Migration20261127115026_lists_and_plugin_errors.js';
import { Migration20261127120309_leaders } from './Migration20261127120309_leaders.js';
import { Migration20261127122200_external_durations } from './Migration20261127122200_external_durations.js';
import { Migration20261127122420_badge_links } from './Migration20261127122420_badge_links.js';
import { Migration20261127122511_leaderboards } from './Migration20261127122511_leaderboards.js';
import { Migration20261127123500_project_groups } from './Migration20261127123500_project_groups.js';
import { Migration20261127125238_badge_of_a_label } from './Migration20261127125238_badge_of_a_label.js';
import { Migration20261127151103_weekly_reports } from './Migration20261127151103_weekly_reports.js';
import { Migration20261127151315_goals } from './Migration20261127151315_goals.js';
import { Migration20261127151816_ai_sessions } from './Migration20261127151816_ai_sessions.js';
import { Migration20261127153317_invites_and_withdrawals } from './Migration20261127153317_invites_and_withdrawals.js';
import { Migration20261127190052_organizations } from './Migration20261127190052_organizations.js';
import { Migration20261127191320_org_sums } from './Migration20261127191320_org_sums.js';

/** Every migration, oldest first. Merged ones are never edited. */
export const migrations: { name: string; class: new (...args: ConstructorParameters<typeof Migration>) => Migration }[] = [
  { name: 'Migration20261124084457_initial', class: Migration20261124084457_initial },
  { name: 'Migration20261124205319_accounts', class: Migration20261124205319_accounts },
  { name: 'Migration20261127013430_jobs', class: Migration20261127013430_jobs },
  { name: 'Migration20261127015810_audit_log', class: Migration20261127015810_audit_log },
  { name: 'Migration20261127020449_dirty_days_since', class: Migration20261127020449_dirty_days_since },
  { name: 'Migration20261127021842_limit_counters', class: Migration20261127021842_limit_counters },
  { name: 'Migration20261127063600_browsing', class: Migration20261127063600_browsing },
  { name: 'Migration20261127075430_dimension_counters', class: Migration20261127075430_dimension_counters },
  { name: 'Migration20261127082241_held_usernames', class: Migration20261127082241_held_usernames },
  { name: 'Migration20261127082753_ai_agents', class: Migration20261127082753_ai_agents },
  { name: 'Migration20261127083956_reader_version', class: Migration20261127083956_reader_version },
  { name: 'Migration20261127114500_naming', class: Migration20261127114500_naming },
  { name: 'Migration20261127114600_shown_names', class: Migration20261127114600_shown_names },
  { name: 'Migration20261127115026_lists_and_plugin_errors', class: Migration20261127115026_lists_and_plugin_errors },
  { name: 'Migration20261127120309_leaders', class: Migration20261127120309_leaders },
  { name: 'Migration20261127122200_external_durations', class: Migration20261127122200_external_durations },
  { name: 'Migration20261127122420_badge_links', class: Migration20261127122420_badge_links },
  { name: 'Migration20261127122511_leaderboards', class: Migration20261127122511_leaderboards },
  { name: 'Migration20261127123500_project_groups', class: Migration20261127123500_project_groups },
  { name: 'Migration20261127125238_badge_of_a_label', class: Migration20261127125238_badge_of_a_label },
  { name: 'Migration20261127151103_weekly_reports', class: Migration20261127151103_weekly_reports },
  { name: 'Migration20261127151315_goals', class: Migration20261127151315_goals },
  { name: 'Migration20261127151816_ai_sessions', class: Migration20261127151816_ai_sessions },
  { name: 'Migration20261127153317_invites_and_withdrawals', class: Migration20261127153317_invites_and_withdrawals },
  { name: 'Migration20261127190052_organizations', class: Migration20261127190052_organizations },
  { name: 'Migration20261127191320_org_sums', class: Migration20261127191320_org_sums },
];
