import { randomBytes, randomUUID } from 'node:crypto';
import { type Actor, Audited, auditDetails, auditOrg, DomainError, Env, must } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { checkOrgNames, slugsFor } from './org-names.js';
import { checkRoom, type Org, orgOf } from './org-rows.js';

/** What an organization begins with. */
export interface NewOrg {
  name: string;
  /** Left out: made from the name. */
  slug?: string | undefined;
  description?: string | undefined;
}

/**
 * Makes an organization with the user as its owner, and returns it. Forbidden: this instance lets its administrators alone make some, or nobody.
 * Refused: a name or slug that is none, a slug that is taken, somebody who has as many as may be.
 */
@Audited<CreateOrganization>(({ userId, form }) => ({ subjectId: userId, details: { name: form.name } }))
export class CreateOrganization extends Command<Org> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly form: NewOrg,
  ) {
    super();
  }
}

const INSERT = `
  INSERT INTO organizations (public_id, name, slug, description)
  SELECT $1::uuid, $2, s.slug, $3
    FROM unnest($4::text[]) WITH ORDINALITY AS s (slug, place)
    LEFT JOIN organizations o ON o.slug = s.slug
   WHERE o.id IS NULL
   ORDER BY s.place
   LIMIT 1
  ON CONFLICT (slug) DO NOTHING
  RETURNING id, slug`;
const ADD_OWNER = `INSERT INTO org_members (org_id, user_id, role, source) VALUES ($1, $2, 'owner', 'created')`;

@CommandHandler(CreateOrganization)
export class CreateOrganizationHandler implements ICommandHandler<CreateOrganization> {
  constructor(
    private readonly em: EntityManager,
    private readonly env: Env,
  ) {}

  async execute({ actor, userId, form }: CreateOrganization): Promise<Org> {
    this.checkWhoMay(actor);
    const name = form.name.trim();
    checkOrgNames({ name, slug: form.slug });
    const slugs = form.slug === undefined ? slugsFor(name, randomBytes(4).toString('hex')) : [form.slug.toLowerCase()];
    return transaction(this.em, async (em) => {
      await checkRoom(em, userId, { joins: true, owns: true });
      const [made] = await sql<{ id: number; slug: string }>(em, INSERT, [randomUUID(), name, form.description ?? '', slugs]);
      if (!made) throw slugTaken(must(slugs[0], 'slug'));
      await sql(em, ADD_OWNER, [made.id, userId]);
      auditOrg(made.id);
      auditDetails({ slug: made.slug });
      return orgOf(em, userId, made.id);
    });
  }

  private checkWhoMay({ permissions }: Actor): void {
    if (this.env.ORGANIZATIONS === 'open') return;
    if (this.env.ORGANIZATIONS === 'admins' && permissions.has('users:manage')) return;
    throw new DomainError(
      'forbidden',
      'orgs.closed',
      'Organizations are made by administrators of this instance alone. Ask one of them, with a full key or signed in.',
    );
  }
}

/** The refusal of an address that another organization has. */
export function slugTaken(slug: string): DomainError {
  return new DomainError('conflict', 'org.slug-taken', `The slug ${slug} is taken; choose another.`, { slug: ['Taken.'] });
}
