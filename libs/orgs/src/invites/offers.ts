import type { Role } from '../access/permissions.js';

/** What somebody is asked who may join an organization, before they answer. Instants in ms since 1970. */
export interface Offer {
  /** The invitation's id, or the domain's. */
  publicId: string;
  /** `invite`: somebody invited them. `domain`: their confirmed address is of a domain of the organization. */
  kind: 'invite' | 'domain';
  org: { id: string; name: string; slug: string };
  /** Null: nobody, or an account that is gone. */
  invitedBy: { displayName: string; username: string } | null;
  email: string;
  role: Role;
  teams: string[];
  /** Null: it stays. */
  expiresAt: number | null;
  terms: OfferTerms;
}

/** What holds in an organization, for who thinks about joining. */
export interface OfferTerms {
  /** No number is shown that fewer people make up. */
  minGroup: number;
  /** At most so much can be shared, and so much is asked for: places in `LEVELS`. */
  mostShared: number;
  askedToShare: number;
  membersSeeReports: boolean;
  /** Whether the organization said which projects are its own. */
  hasProjects: boolean;
}

/** SQL for the JSON of the terms of an organization `o`. */
export const TERMS_JSON = `
  json_build_object('minGroup', o.min_group, 'mostShared', o.most_shared, 'askedToShare', o.asked_to_share,
                    'membersSeeReports', o.members_see_reports,
                    'hasProjects', EXISTS (SELECT FROM org_projects p WHERE p.org_id = o.id))`;

/** SQL for the JSON of an offer by an invitation `i` of an organization `o`, as `Offer`. */
export const INVITE_OFFER_JSON = `
  json_build_object(
    'publicId', i.public_id, 'kind', 'invite', 'org', json_build_object('id', o.public_id, 'name', o.name, 'slug', o.slug),
    'invitedBy', (SELECT json_build_object('displayName', u.display_name, 'username', u.username) FROM users u WHERE u.id = i.invited_by),
    'email', i.email, 'role', i.role,
    'teams', ARRAY(SELECT t.name FROM org_teams t WHERE t.org_id = i.org_id AND t.id = ANY (i.team_ids) ORDER BY lower(t.name) COLLATE "C", t.id),
    'expiresAt', floor(extract(epoch FROM i.expires_at) * 1000), 'terms', ${TERMS_JSON})`;
