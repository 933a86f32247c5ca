import { globSync, readFileSync } from 'node:fs';
import type { DomainError, UserActor } from '@app/core';
import {
  AddDomain,
  AddOrgProject,
  AnswerTransfer,
  ChangeDomain,
  ChangeMemberRole,
  ChangeOrganization,
  ChangePolicies,
  CreateOrgKey,
  CreateTeam,
  DeleteOrganization,
  DeleteOrgProject,
  DeleteTeam,
  FindOrg,
  InviteToOrg,
  OfferTransfer,
  ORG_TABLES,
  type OrgAccess,
  PutTeamMember,
  RemoveDomain,
  RemoveMember,
  RemoveTeamMember,
  RenameTeam,
  ResendInvite,
  RestoreOrganization,
  RevokeOrgKey,
  type Role,
  VerifyDomain,
  WithdrawInvite,
  WithdrawTransfer,
} from '@app/orgs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ICommand } from '@nestjs/cqrs';
import { connect, type Connection } from '../support/database.js';
import { type DnsServer, startDnsServer } from '../support/dns-server.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

/** An organization with one of everything, and somebody who was let in by the guard when they still had their role. */
interface World {
  orgId: number;
  actor: UserActor;
  org: OrgAccess;
  member: TestUser;
  inTeam: TestUser;
  keyId: string;
  inviteId: string;
  projectId: string;
}

interface Case {
  make: (world: World) => ICommand;
  /** What who asks was when the guard looked. */
  role?: Role;
  /** What is answered once they are a member without it. */
  demoted?: string;
  /** The same where the organization was deleted; null: it is done. */
  deleted?: string | null;
  /** The same of who still has the role; left out: it is done. */
  allowed?: string;
}

const FORBIDDEN = 'org.permission-missing';
const GONE = 'org.unknown';
const COMMANDS: Readonly<Record<string, Case>> = {
  AddDomain: { make: ({ actor, org }) => new AddDomain(actor, org, 'new.test') },
  AddOrgProject: { make: ({ actor, org }) => new AddOrgProject(actor, org, { kind: 'exact', pattern: 'new' }) },
  // It is offered to them: no role is needed, and a role is what they get.
  AnswerTransfer: { make: ({ actor, org }) => new AnswerTransfer(actor, org, true), demoted: 'org.no-transfer' },
  ChangeDomain: { make: ({ actor, org }) => new ChangeDomain(actor, org, 'proven.test', { capture: 'join' }) },
  ChangeMemberRole: { make: ({ actor, org, member }) => new ChangeMemberRole(actor, org, member.publicId, 'admin') },
  ChangeOrganization: { make: ({ actor, org }) => new ChangeOrganization(actor, org, { name: 'Theirs' }) },
  ChangePolicies: { make: ({ actor, org }) => new ChangePolicies(actor, org, { minGroup: 9 }) },
  CreateOrgKey: { make: ({ actor, org }) => new CreateOrgKey(actor, org, { name: 'x', permissions: ['org:read'] }) },
  CreateTeam: { make: ({ actor, org }) => new CreateTeam(actor, org, 'Theirs') },
  DeleteOrganization: { make: ({ actor, org }) => new DeleteOrganization(actor, org), role: 'owner', deleted: 'org.deleted' },
  DeleteOrgProject: { make: ({ actor, org, projectId }) => new DeleteOrgProject(actor, org, projectId) },
  DeleteTeam: { make: ({ actor, org }) => new DeleteTeam(actor, org, 'Engines') },
  InviteToOrg: {
    make: ({ actor, org }) => new InviteToOrg(actor, org, { emails: ['eve@evil.test'], role: 'admin', teams: [], isOne: true }),
  },
  OfferTransfer: {
    make: ({ actor, org, member }) => new OfferTransfer(actor, org, member.publicId),
    role: 'owner',
    allowed: 'org.transfer-pending',
  },
  PutTeamMember: { make: ({ actor, org, member }) => new PutTeamMember(actor, org, 'Engines', member.publicId) },
  RemoveDomain: { make: ({ actor, org }) => new RemoveDomain(actor, org, 'proven.test') },
  RemoveMember: { make: ({ actor, org, member }) => new RemoveMember(actor, org, member.publicId) },
  RemoveTeamMember: { make: ({ actor, org, inTeam }) => new RemoveTeamMember(actor, org, 'Engines', inTeam.publicId) },
  RenameTeam: { make: ({ actor, org }) => new RenameTeam(actor, org, 'Engines', 'Theirs') },
  ResendInvite: { make: ({ actor, org, inviteId }) => new ResendInvite(actor, org, inviteId) },
  RestoreOrganization: { make: ({ actor, org }) => new RestoreOrganization(actor, org), role: 'owner', deleted: null },
  RevokeOrgKey: { make: ({ actor, org, keyId }) => new RevokeOrgKey(actor, org, keyId) },
  VerifyDomain: { make: ({ actor, org }) => new VerifyDomain(actor, org, 'pending.test') },
  WithdrawInvite: { make: ({ actor, org, inviteId }) => new WithdrawInvite(actor, org, inviteId) },
  WithdrawTransfer: { make: ({ actor, org }) => new WithdrawTransfer(actor, org), role: 'owner' },
};
/** They tell what is there and change nothing but who looked. The guard looks right before. */
const READING = [
  'RecordReportExport',
  'ViewDashboard',
  'ViewDashboardDurations',
  'ViewLeaders',
  'ViewMemberDurations',
  'ViewMemberTime',
  'ViewOrgStats',
  'ViewOrgTimesheet',
];

describe('what a role decides', () => {
  let dns: DnsServer;
  let app: TestApp;
  let db: Connection;
  let made = 0;

  beforeAll(async () => {
    dns = await startDnsServer();
    app = await startApp({ env: { DNS_SERVERS: [dns.address] } });
    db = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
    await dns.close();
  });

  async function world(role: Role): Promise<World> {
    const [owner, admin, member, inTeam] = [await app.newUser(), await app.newUser(), await app.newUser(), await app.newUser()];
    const slug = `now-${++made}`;
    const call = (path: string, body: object) => app.call('POST', `/api/v1/organizations/${slug}${path}`, owner, body);
    await app.call('POST', '/api/v1/organizations', owner, { name: slug, slug });
    const { rows } = await db.query<{ id: number }>('SELECT id FROM organizations WHERE slug = $1', [slug]);
    const orgId = rows[0]?.id ?? 0;
    await db.query(
      `INSERT INTO org_members (org_id, user_id, role, source)
       SELECT $1, u.id, u.role, 'link' FROM (VALUES ($2::int, $5), ($3::int, 'member'), ($4::int, 'member')) u (id, role)`,
      [orgId, admin.userId, member.userId, inTeam.userId, role],
    );
    await call('/teams', { name: 'Engines' });
    await app.call('PUT', `/api/v1/organizations/${slug}/teams/Engines/members/${inTeam.publicId}`, owner, {});
    const key = await call('/keys', { name: 'x', permissions: ['org:read'] });
    const invite = await call('/invites', { email: `guest-${made}@guild.test`, role: 'member' });
    const project = await call('/project-patterns', { kind: 'exact', pattern: 'engine' });
    const pending = await call('/domains', { domain: 'pending.test' });
    dns.texts.set('_chronova-challenge.pending.test', [pending.body.data.record.value]);
    await call('/domains', { domain: 'proven.test' });
    await db.query(`UPDATE org_domains SET verified_at = NULL WHERE domain = 'proven.test'`);
    await db.query(`UPDATE org_domains SET verified_at = now() WHERE domain = 'proven.test' AND org_id = $1`, [orgId]);
    await db.query(`UPDATE org_invites SET asked_at = now() - interval '2 hours' WHERE org_id = $1`, [orgId]);
    await call('/transfer', { member: role === 'owner' ? member.publicId : inTeam.publicId });
    const actor: UserActor = {
      userId: admin.userId,
      username: 'admin',
      publicId: admin.publicId,
      by: { kind: 'session', id: 1, since: 0 },
      permissions: new Set(['orgs:manage', 'orgs:read']),
      expiresAt: null,
    };
    const org = await app.queries.execute(new FindOrg(actor, slug, 'org:read'));
    const ids = {
      keyId: key.body.data.id,
      inviteId: invite.body.data[0]?.invite?.id ?? invite.body.data.id,
      projectId: project.body.data.id,
    };
    return { orgId, actor, org, member, inTeam, ...ids };
  }

  const CHANGES: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
    demoted: ({ orgId, actor }) =>
      db.query(`UPDATE org_members SET role = 'member' WHERE org_id = $1 AND user_id = $2`, [orgId, actor.userId]),
    removed: ({ orgId, actor }) =>
      db.query(`UPDATE org_members SET left_at = now() WHERE org_id = $1 AND user_id = $2`, [orgId, actor.userId]),
    disabled: ({ actor }) => db.query('UPDATE users SET disabled_at = now() WHERE id = $1', [actor.userId]),
    deleted: ({ orgId }) => db.query('UPDATE organizations SET deleted_at = now() WHERE id = $1', [orgId]),
  };
  const answered = async (command: ICommand): Promise<string | null> =>
    app.commands.execute(command).then(
      () => null,
      ({ code, message }: DomainError) => code ?? message,
    );
  /** All that is of the organization. `checked_at`: that somebody looked is no change. */
  const contents = async (orgId: number): Promise<unknown> => {
    const tables: unknown[] = [];
    for (const table of [...ORG_TABLES, 'audit_log'])
      tables.push((await db.query(`SELECT to_jsonb(t) - 'checked_at' AS row FROM ${table} t WHERE org_id = $1 ORDER BY 1`, [orgId])).rows);
    return tables;
  };

  it('is every command of an organization', () => {
    const files = globSync('libs/orgs/src/**/*.command.ts').map((file) => readFileSync(file, 'utf8'));
    const names = files
      .filter((text) => text.includes('readonly org: OrgAccess'))
      .map((text) => /export class (\w+) extends Command/.exec(text)?.[1]);
    expect(new Set(names)).toEqual(new Set([...Object.keys(COMMANDS), ...READING]));
  });

  describe.each(Object.entries(COMMANDS))('%s', (_, { make, role = 'admin', demoted = FORBIDDEN, deleted = GONE }) => {
    it.each([
      ['demoted', demoted],
      ['removed', GONE],
      ['disabled', GONE],
      ['deleted', deleted],
    ])('is looked at again once the guard let them in: %s', async (change, code) => {
      const w = await world(role);
      await CHANGES[change]?.(w);
      const before = await contents(w.orgId);
      expect(await answered(make(w))).toBe(code);
      if (code !== null) expect(await contents(w.orgId)).toEqual(before);
    });
  });

  it('is done by who still has the role', async () => {
    const { AnswerTransfer: _, RestoreOrganization: __, ...others } = COMMANDS;
    for (const [name, { make, role = 'admin', allowed = null }] of Object.entries(others))
      expect([name, await answered(make(await world(role)))]).toEqual([name, allowed]);
  });
});
