import { type Actor, Clock, must } from '@app/core';
import { ReadPool, sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type OrgAccess, orgForbidden } from '../access/org-access.js';
import { type Role, ROLES } from '../access/permissions.js';
import { TOTALS } from '../sharing/levels.js';
import { administers, isMemberName, noMember } from './member-rows.js';

/** What a list of members can be ordered by. */
export const MEMBER_ORDERS = ['name', 'role', 'joined', 'active'] as const;
export type MemberOrder = (typeof MEMBER_ORDERS)[number];

/** Who is a member, or who was one and left. */
export const MEMBER_STATES = ['present', 'left'] as const;
export type MemberState = (typeof MEMBER_STATES)[number];

/** A member as who asks may see one. Instants in ms since 1970. */
export interface ListedMember {
  id: string;
  username: string;
  displayName: string;
  /** Not: who left and is named no more; then the three above are empty. */
  isNamed: boolean;
  /** For owners, administrators and the member. */
  email: string | null;
  role: Role;
  source: string;
  joinedAt: number;
  /** Null: they are a member. */
  leftAt: number | null;
  isDisabled: boolean;
  teams: { id: string; name: string; isLead: boolean }[];
  /** The place of the level in `LEVELS`, for owners, administrators, leads of the member's teams and the member; null: not told. */
  level: number | null;
  /** The newest local day with time as far as it is rolled up, for whom the member shares at least totals with, and the member; null: not told. */
  lastActiveDay: string | null;
}

export interface MemberPage {
  members: ListedMember[];
  total: number;
}

/** Which members: `state` left out is present; `search` is a part of a username or display name, `team` a public id or name. */
export interface MemberFilter {
  search?: string | undefined;
  role?: Role | undefined;
  team?: string | undefined;
  state?: MemberState | undefined;
}

/**
 * A page of an organization's members. Disabled accounts are shown to owners and administrators alone, who can remove them. When somebody was active
 * is told to whom they share at least totals with by name. Who left is listed to who may remove members alone (forbidden: others), whoever left last
 * first, and without a name where the organization says so.
 */
export class ListMembers extends Query<MemberPage> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
    readonly page: { page: number; perPage: number },
    readonly filter: MemberFilter = {},
    readonly sort: MemberOrder = 'name',
  ) {
    super();
  }
}

/** One member, by public id, username or @username. Not found: nobody of that name is one. */
export class GetMember extends Query<ListedMember> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
    readonly member: string,
  ) {
    super();
  }
}

/** Whether who asks ($2, by role $3, leading $4) is told by name of what `m` shares with them: `s` is the newest answer. */
const SEES_BY_NAME = `(
    m.user_id = $2::int OR (
      s.level >= ${TOTALS} AND (SELECT most_shared FROM organizations WHERE id = $1) >= ${TOTALS} AND (
        ($3::bool AND s.team_id IS NULL) OR EXISTS (
          SELECT FROM org_team_members t
           WHERE t.org_id = $1 AND t.user_id = m.user_id AND t.team_id = ANY($4::int[]) AND (s.team_id IS NULL OR s.team_id = t.team_id)))))`;

/**
 * The day on which `m` was active last, where it is shared. A probe of one row of the index a member. Too old for the organization by the UTC day after this
 * one ($13 is this): somewhere it is tomorrow, and no report tells that day there.
 */
const SHOWN_DAY = `(
    SELECT d.day
      FROM (SELECT 1) AS one
      LEFT JOIN LATERAL (
        SELECT level, team_id, spans FROM org_shares WHERE org_id = $1 AND user_id = m.user_id ORDER BY version DESC LIMIT 1) s ON true
     CROSS JOIN LATERAL (SELECT day FROM daily_rollups WHERE user_id = m.user_id AND us > 0 ORDER BY day DESC LIMIT 1) d
     WHERE ${SEES_BY_NAME}
       AND (m.user_id = $2::int OR (
         SELECT (span ->> 1)::int >= ${TOTALS}
           FROM jsonb_array_elements(s.spans) WITH ORDINALITY AS e (span, place)
          WHERE span ->> 0 IS NULL OR (span ->> 0)::int <= d.day
          ORDER BY place DESC
          LIMIT 1)
         AND (SELECT details_days IS NULL OR d.day > $13::int + 1 - details_days FROM organizations WHERE id = $1)))`;

const DAY_MS = 86_400_000;

const LIST = `
  WITH found AS MATERIALIZED (
    SELECT m.user_id, m.role, m.source, m.joined_at, lower(CASE WHEN u.display_name = '' THEN u.username ELSE u.display_name END) AS name,
           CASE WHEN $5 = 'active' THEN ${SHOWN_DAY} END AS day
      FROM org_members m
      JOIN users u ON u.id = m.user_id
     WHERE m.org_id = $1 AND m.left_at IS NULL AND (u.disabled_at IS NULL OR $3::bool)
       AND ($6 = '' OR strpos(lower(u.username || ' ' || u.display_name), lower($6)) > 0)
       AND ($7::text IS NULL OR m.role = $7)
       AND ($8::text IS NULL OR m.user_id IN (
         SELECT t.user_id FROM org_teams g JOIN org_team_members t ON t.org_id = $1 AND t.team_id = g.id
          WHERE g.org_id = $1 AND (g.public_id::text = lower($8) OR lower(g.name) = lower($8))))
       AND ($9::text IS NULL OR u.public_id::text = $9 OR lower(u.username) = $9)),
  page AS (
    SELECT found.*, row_number() OVER (
             ORDER BY CASE WHEN $5 = 'active' THEN -day END, CASE WHEN $5 = 'role' THEN array_position($10::text[], role) END,
                      CASE WHEN $5 = 'joined' THEN joined_at END, name COLLATE "C", user_id) AS place
      FROM found
     ORDER BY place
     LIMIT $11::int OFFSET $12::bigint)
  SELECT (SELECT count(*) FROM found)::int AS total,
         coalesce((
           SELECT json_agg(json_build_object(
                    'id', u.public_id, 'username', u.username, 'displayName', u.display_name,
                    'email', CASE WHEN $3::bool OR m.user_id = $2::int THEN u.email END,
                    'role', m.role, 'source', m.source, 'joinedAt', floor(extract(epoch FROM m.joined_at) * 1000), 'leftAt', NULL, 'isNamed', true,
                    'isDisabled', u.disabled_at IS NOT NULL, 'teams', coalesce(g.teams, '[]'),
                    'level', CASE WHEN $3::bool OR m.user_id = $2::int OR g.is_led THEN coalesce(x.level, 0) END,
                    'lastActiveDay', to_char('epoch'::date + ${SHOWN_DAY}, 'YYYY-MM-DD')) ORDER BY m.place)
             FROM page m
             JOIN users u ON u.id = m.user_id
             LEFT JOIN LATERAL (
               SELECT level FROM org_shares WHERE org_id = $1 AND user_id = m.user_id ORDER BY version DESC LIMIT 1) x ON true
             LEFT JOIN LATERAL (
               SELECT json_agg(json_build_object('id', g.public_id, 'name', g.name, 'isLead', t.is_lead) ORDER BY lower(g.name) COLLATE "C") AS teams,
                      bool_or(g.id = ANY($4::int[])) AS is_led
                 FROM org_team_members t
                 JOIN org_teams g ON g.org_id = $1 AND g.id = t.team_id
                WHERE t.org_id = $1 AND t.user_id = m.user_id) g ON true), '[]')::text AS members`;

/** Who left, as owners and administrators see them at $5. Whose name is not told any more is found by no name, and nobody is in a team. */
const LIST_LEFT = `
  WITH found AS MATERIALIZED (
    SELECT m.user_id, m.role, m.source, m.joined_at, m.left_at, m.is_named
      FROM (SELECT x.*, o.former_names_days IS NULL OR x.left_at > $5::timestamptz - make_interval(hours => 24 * o.former_names_days) AS is_named
              FROM organizations o JOIN org_members x ON x.org_id = o.id AND x.left_at IS NOT NULL
             WHERE o.id = $1) m
      JOIN users u ON u.id = m.user_id
     WHERE ($2 = '' OR (m.is_named AND strpos(lower(u.username || ' ' || u.display_name), lower($2)) > 0))
       AND ($3::text IS NULL OR m.role = $3)
       AND $4::text IS NULL),
  page AS (
    SELECT found.*, row_number() OVER (ORDER BY left_at DESC, user_id) AS place FROM found ORDER BY place LIMIT $6::int OFFSET $7::bigint)
  SELECT (SELECT count(*) FROM found)::int AS total,
         coalesce((
           SELECT json_agg(json_build_object(
                    'id', CASE WHEN m.is_named THEN u.public_id::text ELSE '' END, 'username', CASE WHEN m.is_named THEN u.username ELSE '' END,
                    'displayName', CASE WHEN m.is_named THEN u.display_name ELSE '' END, 'email', CASE WHEN m.is_named THEN u.email END,
                    'role', m.role, 'source', m.source, 'joinedAt', floor(extract(epoch FROM m.joined_at) * 1000),
                    'leftAt', floor(extract(epoch FROM m.left_at) * 1000), 'isNamed', m.is_named, 'isDisabled', false, 'teams', '[]'::json, 'level', NULL,
                    'lastActiveDay', NULL) ORDER BY m.place)
             FROM page m
             JOIN users u ON u.id = m.user_id), '[]')::text AS members`;

interface Question {
  viewerId: number | null;
  org: OrgAccess;
  page: { page: number; perPage: number };
  filter: MemberFilter;
  sort: MemberOrder;
  /** A public id or username in lower case; null: everybody. */
  only: string | null;
  /** ms since 1970. */
  now: number;
}

function paramsOf({ viewerId, org, page: { page, perPage }, filter, sort, only, now }: Question): unknown[] {
  return [
    org.orgId,
    viewerId,
    org.role !== null && administers(org.role),
    [...org.leads],
    sort,
    filter.search ?? '',
    filter.role ?? null,
    filter.team ?? null,
    only,
    [...ROLES],
    perPage,
    (page - 1) * perPage,
    Math.floor(now / DAY_MS),
  ];
}

interface Row {
  total: number;
  members: string;
}

/** One member as somebody sees it, in the caller's transaction. */
export async function listedMember(
  em: EntityManager,
  viewerId: number,
  org: OrgAccess,
  username: string,
  now: number,
): Promise<ListedMember> {
  const rows = await sql<Row>(em, LIST, paramsOf({ ...oneOf(viewerId, org, username), now }));
  return memberIn(rows);
}

function oneOf(viewerId: number | null, org: OrgAccess, name: string): Omit<Question, 'now'> {
  return { viewerId, org, page: { page: 1, perPage: 1 }, filter: {}, sort: 'name', only: name.replace(/^@/, '').toLowerCase() };
}

function pageIn([row]: Row[]): MemberPage {
  const { total, members } = must(row, 'page');
  return { total, members: JSON.parse(members) };
}

function memberIn(rows: Row[]): ListedMember {
  const members: ListedMember[] = JSON.parse(rows[0]?.members ?? '[]');
  const [member] = members;
  if (!member) throw noMember();
  return member;
}

/** A page of an organization's members by name, as somebody sees them. */
export async function listMembers(
  reads: ReadPool,
  question: Omit<Question, 'only' | 'sort'> & { sort?: MemberOrder },
): Promise<MemberPage> {
  const params = paramsOf({ sort: 'name', ...question, only: null });
  return pageIn(await reads.query<Row>({ name: 'org-members', text: LIST, params }));
}

@QueryHandler(ListMembers)
export class ListMembersHandler implements IQueryHandler<ListMembers> {
  constructor(
    private readonly reads: ReadPool,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, org, page, filter, sort }: ListMembers): Promise<MemberPage> {
    if (filter.state === 'left') return this.left(org, page, filter);
    return listMembers(this.reads, { viewerId: actor.userId, org, page, filter, sort, now: this.clock.now() });
  }

  private async left(org: OrgAccess, { page, perPage }: Question['page'], { search, role, team }: MemberFilter): Promise<MemberPage> {
    if (!org.permissions.has('members:remove')) throw orgForbidden('members:remove', 'Owners and administrators see who left.');
    const params = [org.orgId, search ?? '', role ?? null, team ?? null, new Date(this.clock.now()), perPage, (page - 1) * perPage];
    return pageIn(await this.reads.query<Row>({ name: 'org-former-members', text: LIST_LEFT, params }));
  }
}

@QueryHandler(GetMember)
export class GetMemberHandler implements IQueryHandler<GetMember> {
  constructor(
    private readonly reads: ReadPool,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, org, member }: GetMember): Promise<ListedMember> {
    if (!isMemberName(member)) throw noMember();
    const params = paramsOf({ ...oneOf(actor.userId, org, member), now: this.clock.now() });
    return memberIn(await this.reads.query<Row>({ name: 'org-members', text: LIST, params }));
  }
}
