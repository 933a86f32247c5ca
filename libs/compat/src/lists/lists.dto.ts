import { PageInfo } from '../pagination.dto.js';

/** A machine that heartbeats came from, known by its name alone. */
export class MachineName {
  /** The `machine_name_id` of heartbeats and of machines in stats. @example "5d0f2a3e-7c1b-8f4d-9a6e-2b3c4d5e6f70" */
  id: string;
  /** @example "devbox" */
  name: string;
  /** The same as `name`. @example "devbox" */
  value: string;
  /** Always null: addresses of heartbeats are not kept. */
  ip: string | null;
  /** Of the newest heartbeat. @example "2026-11-24T12:00:00Z" */
  last_seen_at: string;
  /** Yours. @example "Europe/Berlin" */
  timezone: string;
  /** Of the first heartbeat. @example "2026-01-05T08:30:00Z" */
  created_at: string;
}

export class MachineNames extends PageInfo {
  data: MachineName[];
}

/** A program that sent heartbeats. */
export class UserAgentItem {
  /** The `user_agent_id` of heartbeats. @example "1" */
  id: string;
  /** As it was sent. @example "wakatime/v1.90.0 (linux-6.1.0-x86_64) go1.22.1 vscode/1.95.0 vscode-wakatime/24.6.2" */
  value: string;
  /** @example "VS Code" */
  editor: string | null;
  /** The plugin's; without a plugin the editor's. @example "24.6.2" */
  version: string | null;
  /** @example "Linux" */
  os: string | null;
  /** @example "v1.90.0" */
  cli_version: string | null;
  /** @example "1.22.1" */
  go_version: string | null;
  /** @example "Claude Code" */
  ai_agent: string | null;
  /** @example "Opus" */
  ai_model: string | null;
  /** @example "4-8" */
  ai_model_version: string | null;
  /** @example "high" */
  ai_model_complexity: string | null;
  is_browser_extension: boolean;
  /** Whether it is a program that watches others, as macos-wakatime. */
  is_desktop_app: boolean;
  /** Of the first heartbeat. @example "2026-01-05T08:30:00Z" */
  first_seen_at: string;
  /** Of the newest heartbeat. @example "2026-11-24T12:00:00Z" */
  last_seen_at: string;
  /** When it was first stored. @example "2026-01-05T08:30:02Z" */
  created_at: string;
}

export class UserAgents extends PageInfo {
  data: UserAgentItem[];
}

/** A name that your heartbeats have. */
export class SeenNameItem {
  /** As it is shown. @example "TypeScript" */
  name: string;
  /** Of the first heartbeat. @example "2026-01-05T08:30:00Z" */
  first_seen_at: string;
  /** Of the newest heartbeat. @example "2026-11-24T12:00:00Z" */
  last_seen_at: string;
}

export class SeenNamesAnswer extends PageInfo {
  data: SeenNameItem[];
}

/** A program that Chronova knows. */
export class EditorItem {
  /** @example "vscode" */
  id: string;
  /** @example "VS Code" */
  name: string;
  /** Always null, as the other texts below: there is no such list here. */
  color: string | null;
  website: string | null;
  repository: string | null;
  version: string | null;
  version_url: string | null;
  history_url: string | null;
  /** Always true. @example true */
  released: boolean;
  /** Always false. @example false */
  hidden: boolean;
}

export class Editors extends PageInfo {
  data: EditorItem[];
}

/** A language that Chronova knows, as GitHub Linguist has it. */
export class ProgramLanguage {
  /** Linguist's. @example "378" */
  id: string;
  /** @example "TypeScript" */
  name: string;
  /** @example "#3178c6" */
  color: string | null;
  /** Always true. @example true */
  is_verified: boolean;
  /** Always null: the table says no dates. */
  created_at: string | null;
  modified_at: string | null;
}

export class ProgramLanguages extends PageInfo {
  data: ProgramLanguage[];
}

/** WakaTime names the addresses of its servers here. A server of one's own has none to name. */
export class MetaData {
  /** Always empty. @example {} */
  ips: Record<string, never>;
  /** Always empty. @example {} */
  ip_descriptions: Record<string, never>;
  /** @example "2026-11-27T00:00:00Z" */
  last_modified_at: string;
}

export class Meta {
  data: MetaData;
}
