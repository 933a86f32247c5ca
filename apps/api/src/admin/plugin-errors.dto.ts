import { PageInfo, pageOf, PageParams, toPageInfo } from '@app/compat';
import { isoSeconds } from '@app/core';
import type { ListedPluginError, PluginErrorPage } from '@app/users';

/** An error that a plugin reported, without secrets; `""` where it told nothing. */
export class AdminPluginError {
  /** @example "17" */
  id: string;
  /** @example "2026-11-24T12:00:00Z" */
  created_at: string;
  /** Whose key it came with. @example "ada" */
  username: string | null;
  /** @example "vscode/1.95.0 vscode-wakatime/24.6.2" */
  plugin: string;
  /** @example "v1.90.0" */
  cli_version: string;
  /** @example "linux" */
  platform: string;
  /** @example "amd64" */
  architecture: string;
  is_panic: boolean;
  /** At most 4,000 characters. @example "panic: runtime error: index out of range [3] with length 3" */
  error_message: string;
  /** The first 16,000 characters. @example "main.go:42 +0x1d" */
  stacktrace: string;
  /** The last 16,000 characters. @example "caught panic while sending heartbeats" */
  logs: string;
}

export class AdminPluginErrorsAnswer extends PageInfo {
  data: AdminPluginError[];
}

/** Errors a page where nobody says how many. */
export const USUAL_ERRORS = 20;

export function toAdminPluginErrors({ errors, total }: PluginErrorPage, params: PageParams): AdminPluginErrorsAnswer {
  return { data: errors.map(toAdminPluginError), ...toPageInfo(total, pageOf(params, USUAL_ERRORS)) };
}

function toAdminPluginError(error: ListedPluginError): AdminPluginError {
  return {
    id: error.id,
    created_at: isoSeconds(error.at),
    username: error.username,
    plugin: error.plugin,
    cli_version: error.cliVersion,
    platform: error.platform,
    architecture: error.architecture,
    is_panic: error.isPanic,
    error_message: error.message,
    stacktrace: error.stacktrace,
    logs: error.logs,
  };
}
