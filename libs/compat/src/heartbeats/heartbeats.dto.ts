import { ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { dayProblem, Ids, OptionalRuledParameter, OptionalText, Text } from '@app/core';
import { PageInfo, PageParams } from '../pagination.dto.js';

/** What a client may send of a heartbeat; unknown keys are ignored, wrong optional values dropped. */
export class HeartbeatInput {
  /** File path, domain, URL or app name, at most 4,096 characters. @example "/home/ada/engine/src/main.ts" */
  entity: string;
  /** Left out: `file`. */
  @ApiProperty({ enum: ['file', 'app', 'domain', 'url', 'event'], example: 'file', required: false })
  type?: string;
  /** Seconds since 1970, with a fraction; a numeric string will do. @example 1767607200.5 */
  time: number;
  /** @example "coding" */
  category?: string;
  /** @example "engine" */
  project?: string;
  /** @example "main" */
  branch?: string;
  /** @example "TypeScript" */
  language?: string;
  /** @example ["express", "lodash"] */
  dependencies?: string[];
  /** Whether the file was saved. @example true */
  is_write?: boolean;
  /** Lines in the file. @example 120 */
  lines?: number;
  /** @example 42 */
  lineno?: number;
  /** @example 7 */
  cursorpos?: number;
  project_root_count?: number;
  line_additions?: number;
  line_deletions?: number;
  ai_line_changes?: number;
  human_line_changes?: number;
  ai_session?: string;
  ai_subscription_plan?: string;
  ai_input_tokens?: number;
  ai_output_tokens?: number;
  ai_cached_input_tokens?: number;
  ai_prompt_length?: number;
  /** The plugin's user agent; beats the header. @example "wakatime/v1.90.0 (linux-6.1.0-x86_64) go1.22.1 vscode/1.95.0 vscode-wakatime/24.6.2" */
  user_agent?: string;
  /** @example "VS Code" */
  editor?: string;
  /** @example "Linux" */
  operating_system?: string;
  /** @example "devbox" */
  machine?: string;
  commit_hash?: string;
  commit_author?: string;
  commit_message?: string;
  repository_url?: string;
}

export class StoredId {
  /** @example "c7244c29-cd05-842d-86bd-a3b6915316e5" */
  id: string;
}

export class BulkItem {
  /** Present when stored, now or before. */
  data?: StoredId;
  /** Present when this item can never be stored: field → texts. */
  @ApiProperty({
    required: false,
    type: Object,
    additionalProperties: { type: 'array', items: { type: 'string' } },
    example: { time: ['This field is required.'] },
  })
  errors?: Record<string, string[]>;
}

export class BulkAnswer {
  /** One `[body, status]` pair a heartbeat, in order; the status is 201 or 400. */
  @ApiProperty({
    type: 'array',
    items: { type: 'array', items: { oneOf: [{ $ref: getSchemaPath(BulkItem) }, { type: 'integer' }] }, minItems: 2, maxItems: 2 },
    example: [
      [{ data: { id: 'c7244c29-cd05-842d-86bd-a3b6915316e5' } }, 201],
      [{ errors: { time: ['This field is required.'] } }, 400],
    ],
  })
  responses: [BulkItem, number][];
}

export class StoredHeartbeat {
  /** @example "c7244c29-cd05-842d-86bd-a3b6915316e5" */
  id: string;
  entity: string;
  type: string;
  /** Seconds since 1970. */
  time: number;
}

export class StoredHeartbeatAnswer {
  data: StoredHeartbeat;
}

export class DeleteHeartbeatsBody {
  /** The local day they belong to, `YYYY-MM-DD`. @example "2026-01-05" */
  @Text(40, 1)
  date: string;

  /** As storing and listing answer them. @example ["c7244c29-cd05-842d-86bd-a3b6915316e5"] */
  @Ids()
  ids: string[];
}

export class DeleteAnswer {
  /** Always empty, as at WakaTime. */
  @ApiProperty({ type: Object, example: {} })
  data: Record<string, never>;
}

export class ListHeartbeatsParams extends PageParams {
  /** A local day, `YYYY-MM-DD`, `today` or an instant (RFC 3339): without `page` all of it, ascending. */
  @OptionalRuledParameter(dayProblem)
  date?: string;

  /** First local day of a range. */
  @OptionalRuledParameter(dayProblem)
  start?: string;

  /** Last local day of a range. */
  @OptionalRuledParameter(dayProblem)
  end?: string;

  /** Only of this project. */
  @OptionalText()
  project?: string;

  /** Only in this language. */
  @OptionalText()
  language?: string;

  /** Only from this editor. */
  @OptionalText()
  editor?: string;
}

/** WakaTime's form of a stored heartbeat, with editor and operating system as text (contract §1.3, §3.5.2). */
export class HeartbeatItem {
  id: string;
  user_id: string;
  entity: string;
  type: string;
  /** @example "Coding" */
  category: string;
  /** Seconds since 1970. @example 1795414231.2 */
  time: number;
  project: string | null;
  branch: string | null;
  language: string | null;
  editor: string | null;
  operating_system: string | null;
  dependencies: string[];
  is_write: boolean;
  lines: number | null;
  lineno: number | null;
  cursorpos: number | null;
  project_root_count: number | null;
  line_additions: number | null;
  line_deletions: number | null;
  ai_line_changes: number | null;
  human_line_changes: number | null;
  ai_input_tokens: number | null;
  ai_output_tokens: number | null;
  ai_cached_input_tokens: number | null;
  ai_prompt_length: number | null;
  ai_session: string | null;
  ai_subscription_plan: string | null;
  machine_name_id: string;
  user_agent_id: string;
  /** @example "2026-11-22T10:03:20Z" */
  created_at: string;
}

/** chronova-mcp's form: `time` is an ISO text. */
export class HeartbeatEntry {
  id: string;
  /** @example "2026-11-22T10:03:20Z" */
  time: string;
  entity: string;
  type: string;
  category: string;
  project: string | null;
  language: string | null;
  editor: string | null;
  operating_system: string | null;
  machine: string;
  branch: string | null;
  created_at: string;
}

export class HeartbeatsAnswer extends PageInfo {
  data: HeartbeatItem[];
  heartbeats: HeartbeatEntry[];
  /** First second of the days asked for, or of what is on the page. @example "2026-11-21T23:00:00Z" */
  start: string;
  /** Last second. @example "2026-11-22T22:59:59Z" */
  end: string;
  /** @example "Europe/Berlin" */
  timezone: string;
}
