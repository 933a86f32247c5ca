import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Role } from '../access/permissions.js';

/** What an invitation can be. `expired`: nobody answered it in time. */
export const INVITE_STATES = ['pending', 'expired', 'accepted', 'declined', 'withdrawn'] as const;
export type InviteState = (typeof INVITE_STATES)[number];

/** An invitation as those see it who may invite. Instants in ms since 1970. */
export interface Invite {
  publicId: string;
  email: string;
  role: Role;
  status: InviteState;
  teams: { id: string; name: string }[];
  invitedBy: { id: string; username: string; displayName: string } | null;
  createdAt: number;
  expiresAt: number;
  answeredAt: number | null;
  /** When the mail server took the last mail; null: none. */
  mailedAt: number | null;
  /** Whether a mail is still to be sent. */
  isMailDue: boolean;
}

const ms = (column: string): string => `floor(extract(epoch FROM ${column}) * 1000)`;

/** The state of an invitation `i` at $now. */
export const stateSql = (now: string): string =>
  `CASE WHEN i.status = 'pending' AND i.expires_at <= ${now} THEN 'expired' ELSE i.status END`;

/** SQL for the JSON of one invitation `i`, as `Invite`, at $now. */
export const inviteJson = (now: string): string => `
  json_build_object(
    'publicId', i.public_id, 'email', i.email, 'role', i.role, 'status', ${stateSql(now)},
    'teams', coalesce((SELECT json_agg(json_build_object('id', t.public_id, 'name', t.name) ORDER BY lower(t.name) COLLATE "C", t.id)
                         FROM org_teams t WHERE t.org_id = i.org_id AND t.id = ANY (i.team_ids)), '[]'),
    'invitedBy', (SELECT json_build_object('id', u.public_id, 'username', u.username, 'displayName', u.display_name)
                    FROM users u WHERE u.id = i.invited_by),
    'createdAt', ${ms('i.created_at')}, 'expiresAt', ${ms('i.expires_at')}, 'answeredAt', ${ms('i.answered_at')},
    'mailedAt', ${ms('i.mailed_at')}, 'isMailDue', i.mail_due_at IS NOT NULL)`;

/**
 * Whether an invitation `i` works at $now: nobody answered it, it is young enough, the organization is not deleted, and whoever invited is still a
 * member with one of the $roles that may.
 */
export const worksSql = (now: string, roles: string): string => `(
  i.status = 'pending' AND i.expires_at > ${now}
  AND EXISTS (SELECT FROM organizations x WHERE x.id = i.org_id AND x.deleted_at IS NULL)
  AND EXISTS (SELECT FROM org_members m JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
               WHERE m.org_id = i.org_id AND m.user_id = i.invited_by AND m.left_at IS NULL AND m.role = ANY (${roles}::text[])))`;

const READ = `
  SELECT ${inviteJson('$3::timestamptz')}::text AS invite FROM org_invites i WHERE i.org_id = $1 AND i.public_id = ANY ($2::uuid[]) ORDER BY i.id`;

/** Invitations of an organization by their ids, in the caller's transaction, in no order that means anything. */
export async function invitesOf(em: EntityManager, orgId: number, publicIds: readonly string[], now: Date): Promise<Invite[]> {
  const rows = await sql<{ invite: string }>(em, READ, [orgId, publicIds, now]);
  return rows.map(({ invite }): Invite => JSON.parse(invite));
}
