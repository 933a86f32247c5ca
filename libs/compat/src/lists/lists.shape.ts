import type { SeenNames, SeenUserAgent, SeenUserAgents } from '@app/analytics';
import { isoSeconds } from '@app/core';
import { type KnownEditor, knownEditors, type KnownLanguage, knownLanguages } from '@app/heartbeats';
import { type Page, toPageInfo } from '../pagination.dto.js';
import { isoOf, machineNameId } from '../texts.js';
import type {
  EditorItem,
  Editors,
  MachineNames,
  Meta,
  ProgramLanguage,
  ProgramLanguages,
  SeenNamesAnswer,
  UserAgentItem,
  UserAgents,
} from './lists.dto.js';

/** Machines (contract §1.9): their ids are those of heartbeats and stats. */
export function toMachineNames({ names, total, zone }: SeenNames, page: Page): MachineNames {
  return {
    data: names.map(({ name, firstTime, lastTime }) => ({
      id: machineNameId(name),
      name,
      value: name,
      ip: null,
      last_seen_at: isoOf(lastTime),
      timezone: zone,
      created_at: isoOf(firstTime),
    })),
    ...toPageInfo(total, page),
  };
}

/** Names with the times they were seen. */
export function toSeenNames({ names, total }: SeenNames, page: Page): SeenNamesAnswer {
  return {
    data: names.map(({ name, firstTime, lastTime }) => ({ name, first_seen_at: isoOf(firstTime), last_seen_at: isoOf(lastTime) })),
    ...toPageInfo(total, page),
  };
}

/** User agents (contract §1.9), the one seen last first. */
export function toUserAgents({ agents, total }: SeenUserAgents, page: Page): UserAgents {
  return { data: agents.map(toUserAgent), ...toPageInfo(total, page) };
}

const orNull = (text: string | undefined): string | null => text || null;
const GO = /(?:^|\s)go(\d+(?:\.\d+)*)/;
/** Programs that watch others have their system, or none in particular, for an editor (contract §2.5). */
const DESKTOP_APP = /(?:^|\s)(?:macos|windows|linux|desktop)-(?:wakatime|hackatime|chronova)(?:\/|\s|$)/i;

function toUserAgent(agent: SeenUserAgent): UserAgentItem {
  return {
    id: String(agent.id),
    value: agent.value,
    editor: orNull(agent.editor),
    version: orNull(agent.version),
    os: orNull(agent.operatingSystem),
    cli_version: orNull(agent.cliVersion),
    go_version: orNull(GO.exec(agent.value)?.[1]),
    ai_agent: orNull(agent.aiAgent),
    ai_model: orNull(agent.aiModel),
    ai_model_version: orNull(agent.aiModelVersion),
    ai_model_complexity: orNull(agent.aiModelComplexity),
    is_browser_extension: agent.isBrowserExtension,
    is_desktop_app: DESKTOP_APP.test(agent.value),
    first_seen_at: isoOf(agent.firstTime),
    last_seen_at: isoOf(agent.lastTime),
    created_at: isoSeconds(agent.createdAt),
  };
}

/** A whole list as its only page, so that who reads page by page stops. */
function whole<T>(data: T[]): { data: T[]; total: number; page: number; per_page: number; total_pages: number } {
  return { data, ...toPageInfo(data.length, { page: 1, perPage: data.length }) };
}

let editors: Editors | undefined;
let languages: ProgramLanguages | undefined;

/** Every program that Chronova knows by name. */
export function toEditors(): Editors {
  return (editors ??= whole(knownEditors().map(toEditor)));
}

/** Every language of Linguist. */
export function toProgramLanguages(): ProgramLanguages {
  return (languages ??= whole(knownLanguages().map(toLanguage)));
}

function toEditor({ id, name }: KnownEditor): EditorItem {
  return {
    id,
    name,
    color: null,
    website: null,
    repository: null,
    version: null,
    version_url: null,
    history_url: null,
    released: true,
    hidden: false,
  };
}

function toLanguage({ id, name, color }: KnownLanguage): ProgramLanguage {
  return { id, name, color: orNull(color), is_verified: true, created_at: null, modified_at: null };
}

/** What a server of one's own says of its addresses: nothing (contract §1.9: objects, which every client reads). */
export function toMeta(): Meta {
  return { data: { ips: {}, ip_descriptions: {}, last_modified_at: '2026-11-27T00:00:00Z' } };
}
