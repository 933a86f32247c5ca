/** Which file; unknown keys are ignored. */
export class FileExpertsInput {
  /** As heartbeats name it. @example "/home/ada/engine/src/main.ts" */
  entity: string;
  /** @example "engine" */
  project?: string;
  /** Of WakaTime's clients; it decides nothing here. @example 4 */
  project_root_count?: number;
}

export class FileExpertTotal {
  /** Hours. @example "1.20" */
  decimal: string;
  /** @example "1:12" */
  digital: string;
  /** @example "1 hr 12 mins" */
  text: string;
  /** @example 4330.5 */
  total_seconds: number;
}

export class FileExpertUser {
  /** @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  id: string;
  /** @example true */
  is_current_user: boolean;
  /** @example "Ada Lovelace" */
  long_name: string;
  /** @example "ada" */
  name: string;
}

export class FileExpert {
  total: FileExpertTotal;
  user: FileExpertUser;
}

export class FileExperts {
  /** Empty where nobody worked on the file. */
  data: FileExpert[];
}
