import { OptionalText } from '@app/core';

export class RulesJobParams {
  /** The job's id, as replacing the rules answers it. Left out: the last one. */
  @OptionalText()
  job_id?: string;
}
