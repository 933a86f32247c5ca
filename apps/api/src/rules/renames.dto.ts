import { PageInfo, pageOf, PageParams, toPageInfo } from '@app/compat';
import { IsOptional } from 'class-validator';
import { isoSeconds, OneOf, Text } from '@app/core';
import { LONGEST_NAME, type ListedRename, NAMED_FIELDS, type NamedField, type RenameList } from '@app/heartbeats';

/** Of names as clients send them, see parse-heartbeat. */
const LONGEST_SENT = 4096;

export class RenamesParams extends PageParams {
  /** Only of this dimension. @example "project" */
  @IsOptional()
  @OneOf(NAMED_FIELDS)
  dimension?: NamedField;
}

export class RenameBody {
  /** What is renamed. A branch is renamed in every project. @example "project" */
  @OneOf(NAMED_FIELDS)
  dimension: NamedField;

  /** The name that is shown now. @example "engine" */
  @Text(LONGEST_SENT, 1)
  name: string;

  /** The name to show in its place. One that something is shown as already: both are one then. @example "Engine" */
  @Text(LONGEST_NAME, 1)
  shown_name: string;
}

export class RenameData {
  /** @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  id: string;
  /** @example "project" */
  dimension: string;
  /** As it is without the rename. @example "engine" */
  name: string;
  /** @example "Engine" */
  shown_name: string;
  /** @example "2026-11-22T10:03:20Z" */
  created_at: string;
}

export class RenamesAnswer extends PageInfo {
  data: RenameData[];
}

export class NamesDone {
  /** @example "Done: all of history shows it at once." */
  message: string;
}

export function toRenames({ renames, total }: RenameList, params: PageParams): RenamesAnswer {
  return { data: renames.map((rename) => toRename(rename)), ...toPageInfo(total, pageOf(params)) };
}

function toRename({ id, dimension, name, shown, createdAt }: ListedRename): RenameData {
  return { id, dimension, name, shown_name: shown, created_at: isoSeconds(createdAt) };
}
