import { ApiProperty } from '@nestjs/swagger';
import { Color, MayBeLeftOut, NumberFrom, OneLine, TextList, WholeNumber } from '@app/core';
import { MOST_PROJECTS } from '@app/heartbeats';
import { IsOptional } from 'class-validator';
import { PageInfo } from '../pagination.dto.js';

/** With the blanks around it, which are left out. */
const LONGEST_NAME = 100;
const MOST_RATE = 1_000_000;

/** A name for some of your projects. */
export class NewLabelBody {
  /** 1 to 100 characters. 409 when another label has it. @example "Work" */
  @OneLine(LONGEST_NAME)
  name: string;

  /** `#rrggbb`; null: none. @example "#3572a5" */
  @IsOptional()
  @Color()
  color?: string | null;

  /** All its projects, at most 500, each by its name or its id. @example ["chronova"] */
  @MayBeLeftOut()
  @TextList(MOST_PROJECTS)
  projects?: string[];
}

/** Send only what is to change. */
export class ChangeLabelBody {
  /** 1 to 100 characters. 409 when another label has it. @example "Work" */
  @MayBeLeftOut()
  @OneLine(LONGEST_NAME)
  name?: string;

  /** `#rrggbb`; null: none. @example "#3572a5" */
  @IsOptional()
  @Color()
  color?: string | null;

  /** All its projects, at most 500, each by its name or its id. @example ["chronova"] */
  @MayBeLeftOut()
  @TextList(MOST_PROJECTS)
  projects?: string[];
}

/** Whom projects are worked on for. */
export class NewClientBody {
  /** 1 to 100 characters. 409 when another client has it. @example "Analytical Engines Ltd" */
  @OneLine(LONGEST_NAME)
  name: string;

  /** What an hour costs, 0 to 1,000,000; null: nothing is said of it. @example 80 */
  @IsOptional()
  @NumberFrom(0, MOST_RATE)
  rate?: number | null;

  /** The keystroke timeout agreed on, 1 to 240 minutes; null: none. It is kept for you: time is counted by your own. @example 15 */
  @IsOptional()
  @WholeNumber(1, 240)
  timeout?: number | null;

  /** All its projects, at most 500, each by its name or its id. A project has one client: it leaves the one that it had. @example ["chronova"] */
  @MayBeLeftOut()
  @TextList(MOST_PROJECTS)
  projects?: string[];
}

/** Send only what is to change. */
export class ChangeClientBody {
  /** 1 to 100 characters. 409 when another client has it. @example "Analytical Engines Ltd" */
  @MayBeLeftOut()
  @OneLine(LONGEST_NAME)
  name?: string;

  /** What an hour costs, 0 to 1,000,000; null: nothing is said of it. @example 80 */
  @IsOptional()
  @NumberFrom(0, MOST_RATE)
  rate?: number | null;

  /** The keystroke timeout agreed on, 1 to 240 minutes; null: none. It is kept for you: time is counted by your own. @example 15 */
  @IsOptional()
  @WholeNumber(1, 240)
  timeout?: number | null;

  /** All its projects, at most 500, each by its name or its id. A project has one client: it leaves the one that it had. @example ["chronova"] */
  @MayBeLeftOut()
  @TextList(MOST_PROJECTS)
  projects?: string[];
}

export class LabelData {
  /** @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  id: string;
  /** @example "Work" */
  name: string;
  /** @example "#3572a5" */
  @ApiProperty({ type: String, nullable: true, example: '#3572a5' })
  color: string | null;
  /** By the names that are shown. @example ["chronova"] */
  projects: string[];
  /** @example "2026-11-22T10:03:20Z" */
  created_at: string;
}

export class ClientData {
  /** @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  id: string;
  /** @example "Analytical Engines Ltd" */
  name: string;
  /** What an hour costs. @example 80 */
  @ApiProperty({ type: Number, nullable: true, example: 80 })
  rate: number | null;
  /** Minutes. @example 15 */
  @ApiProperty({ type: Number, nullable: true, example: 15 })
  timeout: number | null;
  /** By the names that are shown. @example ["chronova"] */
  projects: string[];
  /** @example "2026-11-22T10:03:20Z" */
  created_at: string;
}

export class LabelAnswer {
  data: LabelData;
}

export class LabelsAnswer extends PageInfo {
  data: LabelData[];
}

export class ClientAnswer {
  data: ClientData;
}

export class ClientsAnswer extends PageInfo {
  data: ClientData[];
}

export class GroupDeleted {
  /** @example "Deleted. Its projects stay." */
  message: string;
}
