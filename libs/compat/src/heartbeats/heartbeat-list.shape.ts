import { nameOf, type HeartbeatList, type ListedHeartbeat } from '@app/analytics';
import { isoSeconds, mapInTurns } from '@app/core';
import type { HeartbeatEntry, HeartbeatItem, HeartbeatsAnswer } from './heartbeats.dto.js';
import { toPageInfo } from '../pagination.dto.js';
import { machineNameId } from '../texts.js';

/** WakaTime's list and chronova-mcp's in one answer (contract §3.5.2). A long day is written in turns. */
export async function toHeartbeatList(list: HeartbeatList): Promise<HeartbeatsAnswer> {
  return {
    data: await mapInTurns(list.heartbeats, (h) => toItem(h, list.userPublicId)),
    heartbeats: await mapInTurns(list.heartbeats, toEntry),
    ...toPageInfo(list.total, list),
    start: isoSeconds(list.from / 1000),
    end: isoSeconds(list.to / 1000 - 1000),
    timezone: list.zone,
  };
}

const orNull = (text: string): string | null => text || null;

function toItem(h: ListedHeartbeat, userId: string): HeartbeatItem {
  const { machine, user_agent_id, created_at, time, ...same } = h;
  return {
    ...same,
    user_id: userId,
    time: time / 1e6,
    category: nameOf('category', h.category),
    project: orNull(h.project),
    branch: orNull(h.branch),
    language: orNull(h.language),
    editor: orNull(h.editor),
    operating_system: orNull(h.operating_system),
    dependencies: h.dependencies ?? [],
    machine_name_id: machineNameId(nameOf('machine', machine)),
    user_agent_id: String(user_agent_id),
    created_at: isoSeconds(created_at / 1000),
  };
}

function toEntry(h: ListedHeartbeat): HeartbeatEntry {
  return {
    id: h.id,
    time: isoSeconds(h.time / 1000),
    entity: h.entity,
    type: h.type,
    category: nameOf('category', h.category),
    project: orNull(h.project),
    language: orNull(h.language),
    editor: orNull(h.editor),
    operating_system: orNull(h.operating_system),
    machine: nameOf('machine', h.machine),
    branch: orNull(h.branch),
    created_at: isoSeconds(h.created_at / 1000),
  };
}
