/** What wakatime-cli sends of an error. Nothing is needed, and unknown keys are ignored. */
export class PluginErrorInput {
  /** @example "panic: runtime error: index out of range [3] with length 3" */
  error_message?: string;
  /** @example "main.go:42 +0x1d" */
  stacktrace?: string;
  /** @example "caught panic while sending heartbeats" */
  logs?: string;
  /** The user agent's last part. @example "vscode/1.95.0 vscode-wakatime/24.6.2" */
  plugin?: string;
  /** @example "v1.90.0" */
  cli_version?: string;
  /** @example "linux" */
  platform?: string;
  /** @example "amd64" */
  architecture?: string;
  /** @example true */
  is_panic?: boolean;
}

export class PluginErrorAnswer {
  /** @example "Stored for the administrators of this instance." */
  message: string;
}
