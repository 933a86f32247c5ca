import { isoSeconds, OneOf, Text } from '@app/core';
import { LONGEST_PATTERN, type OrgProject, PATTERN_KINDS, type PatternKind, type PatternPreview, patternProblem } from '@app/orgs';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy, type ValidationArguments } from 'class-validator';

/** Which of its members' projects are an organization's. */
export class OrgProjectBody {
  /** `exact`: this name. `prefix`: names that begin so. `glob`: `*` is any characters, `?` one. `repository`: projects of this repository. */
  @ApiProperty({ enum: PATTERN_KINDS, example: 'prefix' })
  @OneOf(PATTERN_KINDS)
  kind: PatternKind;

  /** 1 to 500 characters. Names are compared as they are shown, with their letter case. @example "acme-" */
  @Text(LONGEST_PATTERN, 1)
  @ValidateBy(
    { name: 'pattern', validator: { validate: (_, args) => problemOf(args) === undefined } },
    { message: (args) => problemOf(args) ?? '' },
  )
  pattern: string;
}

function problemOf(args?: ValidationArguments): string | undefined {
  const body = args?.object;
  if (!(body instanceof OrgProjectBody) || typeof body.pattern !== 'string' || !PATTERN_KINDS.includes(body.kind)) return undefined;
  return patternProblem(body);
}

export class OrgProjectData {
  /** @example "5b1f6c1e-8c0d-4c0f-9b6b-0b6f5d2f3a11" */
  id: string;
  @ApiProperty({ enum: PATTERN_KINDS, example: 'prefix' })
  kind: string;
  /** Of a repository: its host and path, however it is cloned. @example "acme-" */
  pattern: string;
  /** @example "2026-11-22T10:03:20Z" */
  created_at: string;
}

export class OrgProjectAnswer {
  data: OrgProjectData;
}

export class OrgProjectsAnswer {
  data: OrgProjectData[];
}

export class PatternPreviewData {
  /** Members who share anything and have a project that fits: at least so many. @example 15 */
  members_at_least: number;
  /** The number is a multiple of it, the minimum group of the organization: so it tells of nobody. @example 5 */
  step: number;
}

export class PatternPreviewAnswer {
  data: PatternPreviewData;
}

export function toOrgProjects(list: readonly OrgProject[]): OrgProjectsAnswer {
  return { data: list.map(toData) };
}

export function toOrgProject(project: OrgProject): OrgProjectAnswer {
  return { data: toData(project) };
}

export function toPatternPreview({ atLeast, step }: PatternPreview): PatternPreviewAnswer {
  return { data: { members_at_least: atLeast, step } };
}

function toData({ publicId, kind, pattern, createdAt }: OrgProject): OrgProjectData {
  return { id: publicId, kind, pattern, created_at: isoSeconds(createdAt) };
}
