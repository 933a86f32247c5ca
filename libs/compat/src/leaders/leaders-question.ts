import type { LeadersQuestion } from '@app/analytics';
import type { LeadersParams } from './leaders.dto.js';

/** What a request asks of leaders. */
export function leadersQuestion({ range, language, country_code, is_hireable, page }: LeadersParams): LeadersQuestion {
  return { range, language, countryCode: country_code, isHireable: is_hireable, page };
}
