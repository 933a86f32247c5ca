import { isoSeconds } from '@app/core';
import type { ProjectGroup } from '@app/heartbeats';
import { toPageInfo } from '../pagination.dto.js';
import type { ClientAnswer, ClientData, ClientsAnswer, LabelAnswer, LabelData, LabelsAnswer } from './project-groups.dto.js';

/** All labels and clients are one page. */
const PAGE = { page: 1, perPage: 100 };

/** A user's labels. */
export function toLabels(groups: readonly ProjectGroup[]): LabelsAnswer {
  return { data: groups.map(labelData), ...toPageInfo(groups.length, PAGE) };
}

/** One label. */
export function toLabel(group: ProjectGroup): LabelAnswer {
  return { data: labelData(group) };
}

/** A user's clients. */
export function toClients(groups: readonly ProjectGroup[]): ClientsAnswer {
  return { data: groups.map(clientData), ...toPageInfo(groups.length, PAGE) };
}

/** One client. */
export function toClient(group: ProjectGroup): ClientAnswer {
  return { data: clientData(group) };
}

function labelData({ id, name, color, projects, createdAt }: ProjectGroup): LabelData {
  return { id, name, color, projects, created_at: isoSeconds(createdAt) };
}

function clientData({ id, name, rate, timeout, projects, createdAt }: ProjectGroup): ClientData {
  return { id, name, rate, timeout, projects, created_at: isoSeconds(createdAt) };
}
