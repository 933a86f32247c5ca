import { ApiPropertyOptional } from '@nestjs/swagger';

/** Lines and cost of one agent or model. */
export class AiBreakdownItem {
  /** @example "Claude Code" */
  name: string;
  /** Lines that changed: added and taken away. @example 412 */
  lines: number;
  /** US dollars. Left out where no price is known. @example 3.2475 */
  cost?: number;
}

/**
 * What clients reported of work with an AI, beside its time. All of it is there only where a client reported anything, and a field only where it is
 * known: nothing here is null. Of your own time alone.
 */
export class AiBlockFields {
  /** Lines that an AI added. @example 380 */
  ai_additions?: number;
  /** Lines that an AI took away. @example 32 */
  ai_deletions?: number;
  /** Lines that a person added. @example 120 */
  human_additions?: number;
  /** Lines that a person took away. @example 14 */
  human_deletions?: number;
  /** Lines that an AI changed: added and taken away. @example 412 */
  ai_line_changes_total?: number;
  /** Those lines by agent. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'integer' }, example: { 'Claude Code': 412 } })
  ai_agent_line_changes?: Record<string, number>;
  /** US dollars by agent. An agent whose models have no known price is left out. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'number' }, example: { 'Claude Code': 3.2475 } })
  ai_agent_costs?: Record<string, number>;
  /** The same as a list: at most 100 agents of a range and 20 of a day, fewer where the agents and models of all days are more than about 2 MB. All beyond are one entry, `All other AI agents`, so that sums hold. */
  ai_agent_breakdown?: AiBreakdownItem[];
  /** US dollars of all that has a known price, by the prices of each day. @example 3.2475 */
  ai_agent_total_cost?: number;
  /** The same by model. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'integer' }, example: { 'claude-opus-5': 412 } })
  ai_model_line_changes?: Record<string, number>;
  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'number' }, example: { 'claude-opus-5': 3.2475 } })
  ai_model_costs?: Record<string, number>;
  /** As of agents; what is beyond is `All other AI models`. */
  ai_model_breakdown?: AiBreakdownItem[];
  /** @example 3.2475 */
  ai_model_total_cost?: number;
  /** Without cached ones. @example 120500 */
  ai_input_tokens?: number;
  /** Input that the provider had in its cache. @example 2040000 */
  ai_cached_input_tokens?: number;
  /** @example 65000 */
  ai_output_tokens?: number;
  /** Characters of a prompt, on average. @example 210 */
  ai_prompt_length_avg?: number;
  /** Characters of all prompts of a session, on average. @example 1470 */
  ai_prompt_length_avg_per_session?: number;
  /** @example 1200 */
  ai_prompt_length_median_per_session?: number;
  /** Characters of all prompts. @example 8820 */
  ai_prompt_length_sum?: number;
  /** Prompts. @example 42 */
  ai_prompt_events_total?: number;
  /** @example 7 */
  ai_prompt_events_avg_per_session?: number;
  /** @example 6 */
  ai_prompt_events_median_per_session?: number;
  /** Sessions that had a heartbeat. @example 6 */
  ai_sessions?: number;
}
