import { dateOf, Flag, isoSeconds, MayBeLeftOut, must, OneOf, Text } from '@app/core';
import { type Level, levelTexts, LEVELS, type Sharing, type SharingState } from '@app/orgs';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { type MemberSummaries, toMemberSummaries } from './by-name.dto.js';

export class ChangeSharingBody {
  /** How much you share from now on. A lower level hides at once, of the past too. */
  @ApiProperty({ enum: LEVELS, example: 'totals' })
  @OneOf(LEVELS)
  level: Level;

  /** The id of a team: only its leads see you by name. Left out or null: owners, administrators and the leads of your teams. @example null */
  @ApiProperty({ type: String, nullable: true, required: false, example: null })
  @IsOptional()
  @Text(100)
  team?: string | null;

  /** Whether a higher level counts for all of your past, too; left out: from today on. @example false */
  @MayBeLeftOut()
  @Flag()
  include_past?: boolean;
}

/** From which day on what is shared. */
export class SharingSpan {
  /** The first day; null: all of the past. @example "2026-01-27" */
  from: string | null;
  @ApiProperty({ enum: LEVELS, example: 'totals' })
  level: string;
}

export class SharingTeam {
  /** @example "0c9e4b7a-51d2-4f63-8a7e-9b0c1d2e3f4a" */
  id: string;
  /** @example "Engines" */
  name: string;
}

export class SharingAnswerData {
  /** From 1; each answer is kept. @example 2 */
  version: number;
  @ApiProperty({ enum: LEVELS, example: 'totals' })
  level: string;
  /** Null: no team was named, or it is there no more; then nobody sees you by name. */
  team: SharingTeam | null;
  /** What was shared after it, oldest days first. */
  spans: SharingSpan[];
  /** @example "2026-01-27T10:03:20Z" */
  answered_at: string;
}

/** A level, and who sees what at it. */
export class SharingLevel {
  @ApiProperty({ enum: LEVELS, example: 'totals' })
  level: string;
  /** Who sees what. */
  text: string;
  /** Whether the organization takes it. @example true */
  is_taken: boolean;
}

export class SharingOrganization {
  /** @example "7f2d8c1a-3b4e-4d5f-8a9b-0c1d2e3f4a5b" */
  id: string;
  /** @example "acme" */
  slug: string;
  /** @example "ACME Corporation" */
  name: string;
}

/** Somebody who may see you by name. */
export class SeeingMember {
  /** @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  id: string;
  /** @example "grace" */
  username: string;
  /** @example "Grace Hopper" */
  display_name: string;
  /** owner or admin; null: only as a lead. @example "admin" */
  role: string | null;
  /** Which of your teams they lead. @example ["Engines"] */
  leads: string[];
}

/** A day of yours in sums. */
export class DayInSums {
  /** @example "2026-01-27" */
  date: string;
  /** µs exactly, in seconds. @example 5400.25 */
  total_seconds: number;
}

/** What is seen of you, of the days that you ask for. */
export class SeenSharing {
  /** What owners and administrators see; null: nothing by name. */
  by_owner: MemberSummaries | null;
  /** What leads of your teams see; null: nothing by name. */
  by_lead: MemberSummaries | null;
  /** Your part in sums of groups; null: none. Languages and projects of it are in sums as well. */
  @ApiProperty({ type: () => [DayInSums], nullable: true })
  in_sums: DayInSums[] | null;
}

export class SharingData {
  organization: SharingOrganization;
  /** Whether you left: then you can only share less. @example false */
  has_left: boolean;
  /** What counts now: your answer, or what the organization takes at most where that is less. */
  @ApiProperty({ enum: LEVELS, example: 'totals' })
  level: string;
  /** What you answered last; null: nothing, so nothing is shared. */
  answer: SharingAnswerData | null;
  /** The highest level that the organization takes. */
  @ApiProperty({ enum: LEVELS, example: 'everything' })
  most_shared: string;
  /** What the organization asks its members to share. You decide. */
  @ApiProperty({ enum: LEVELS, example: 'aggregate' })
  asked_to_share: string;
  /** No number of a group is shown that fewer people make up. @example 5 */
  min_group: number;
  /** Whether the organization said which projects are its own. @example true */
  has_projects: boolean;
  levels: SharingLevel[];
  /** Your answers, newest first, 100 at most. */
  history: SharingAnswerData[];
  /** Who may see you by name now, 100 at most. */
  seen_by: SeeingMember[];
  seen: SeenSharing;
}

export class SharingAnswer {
  data: SharingData;
}

export class ChangedSharing {
  /** @example 2 */
  version: number;
  @ApiProperty({ enum: LEVELS, example: 'totals' })
  level: string;
  spans: SharingSpan[];
}

export class ChangedSharingAnswer {
  data: ChangedSharing;
}

export function toChangedSharing({ version, level, spans }: SharingState): ChangedSharingAnswer {
  return { data: { version, level: nameOf(level), spans: spans.map(toSpan) } };
}

export async function toSharing(sharing: Sharing, at: { now: number }): Promise<SharingAnswer> {
  const { membership, answers, seenBy, byOwner, byLead, inSums } = sharing;
  const { publicId, slug, name, mostShared, minGroup, hasProjects } = membership;
  const history = answers.map(toAnswer);
  return {
    data: {
      organization: { id: publicId, slug, name },
      has_left: membership.hasLeft,
      level: nameOf(Math.min(answers[0]?.level ?? 0, mostShared)),
      answer: history[0] ?? null,
      most_shared: nameOf(mostShared),
      asked_to_share: nameOf(membership.askedToShare),
      min_group: minGroup,
      has_projects: hasProjects,
      levels: levelTexts({ name, mostShared, minGroup, hasProjects }).map(({ level, text, isTaken }) => ({
        level,
        text,
        is_taken: isTaken,
      })),
      history,
      seen_by: seenBy.map((one) => ({
        id: one.publicId,
        username: one.username,
        display_name: one.displayName,
        role: one.role,
        leads: one.leads,
      })),
      seen: {
        by_owner: byOwner && (await toMemberSummaries(byOwner, at)),
        by_lead: byLead && (await toMemberSummaries(byLead, at)),
        in_sums: inSums && inSums.days.map(({ date, us }) => ({ date, total_seconds: us / 1_000_000 })),
      },
    },
  };
}

function toAnswer({ version, level, team, teamName, spans, answeredAt }: Sharing['answers'][number]): SharingAnswerData {
  return {
    version,
    level: nameOf(level),
    team: team === null ? null : { id: team, name: teamName ?? '' },
    spans: spans.map(toSpan),
    answered_at: isoSeconds(answeredAt),
  };
}

function toSpan([from, level]: SharingState['spans'][number]): SharingSpan {
  return { from: from === null ? null : dateOf(from), level: nameOf(level) };
}

function nameOf(level: number): Level {
  return must(LEVELS[level], 'a level');
}
