import { Audited, auditDetails, Clock, type UserActor } from '@app/core';
import { sql, transaction } from '@app/database';
import { Mailer } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { noOrg, type OrgAccess, orgForbidden } from '../access/org-access.js';
import { permissionsNow } from '../members/member-rows.js';
import { lockLiveOrg } from '../organizations/org-rows.js';
import { markOrgSums } from '../sums/mark-sums.js';
import { askForNoticeMails } from './notice-mails.js';
import {
  changedPolicies,
  type Policies,
  POLICIES_SQL,
  type PoliciesChange,
  POLICY_NAMES,
  refuseUnproven,
  relaxedPolicies,
  shownPolicies,
  UNPROVEN_SQL,
} from './policies.js';

/**
 * Changes policies of an organization, and returns them. What is tightened counts at once. What lets more be seen takes an owner (forbidden: somebody else),
 * and is told to every member by `ListPolicyNotices` and, where mails are sent, by mail.
 */
@Audited<ChangePolicies>(({ org }) => ({ orgId: org.orgId }))
export class ChangePolicies extends Command<Policies> {
  constructor(
    readonly actor: UserActor,
    readonly org: OrgAccess,
    readonly change: PoliciesChange,
  ) {
    super();
  }
}

const CHANGE = `
  UPDATE organizations
     SET min_group = $2, most_shared = $3, asked_to_share = $4, members_see_reports = $5, timezone = $6, email_domains = $7, session_hours = $8,
         key_days = $9, key_permissions = $10, personal_keys = $11, details_days = $12,
         former_names_days = $13
   WHERE id = $1`;

@CommandHandler(ChangePolicies)
export class ChangePoliciesHandler implements ICommandHandler<ChangePolicies> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
    private readonly mailer: Mailer,
  ) {}

  execute({ actor, org: { orgId }, change }: ChangePolicies): Promise<Policies> {
    return transaction(this.em, async (em) => {
      await lockLiveOrg(em, orgId);
      const may = await permissionsNow(em, orgId, actor.userId);
      if (!may.has('policies:change')) throw orgForbidden('policies:change');
      const [before] = await sql<Policies>(em, POLICIES_SQL, [orgId]);
      if (!before) throw noOrg();
      const after = changedPolicies(before, change);
      if (change.emailDomains) refuseUnproven(await sql<{ domain: string }>(em, UNPROVEN_SQL, [orgId, after.emailDomains]));
      const relaxed = relaxedPolicies(before, after);
      if (relaxed.length > 0 && !may.has('policies:relax'))
        throw orgForbidden(
          'policies:relax',
          `This lets more be seen of members (${relaxed.map((p) => POLICY_NAMES[p]).join(', ')}): an owner does that.`,
        );
      await sql(em, CHANGE, [orgId, ...columnsOf(after)]);
      await markOrgSums(em, orgId);
      if (relaxed.length > 0 && this.mailer.sends) await askForNoticeMails(em, orgId, this.clock.now());
      auditDetails({ before: shownPolicies(before), after: shownPolicies(after), relaxed: relaxed.map((policy) => POLICY_NAMES[policy]) });
      return after;
    });
  }
}

function columnsOf(policies: Policies): unknown[] {
  return [
    policies.minGroup,
    policies.mostShared,
    policies.askedToShare,
    policies.membersSeeReports,
    policies.zone,
    policies.emailDomains,
    policies.sessionHours,
    policies.keyDays,
    policies.keyPermissions,
    policies.personalKeys,
    policies.detailsDays,
    policies.formerNamesDays,
  ];
}
