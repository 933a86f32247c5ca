import { badParameter, type FieldSchema, isOneLine } from '@app/core';
import { isPublicId } from '@app/users';

const LONGEST_NAME = 100;
const LONGEST_SLUG = 40;

/** What Swagger says of a slug; `slugProblem` has the whole rule. */
export const SLUG_SCHEMA = {
  minLength: 2,
  maxLength: LONGEST_SLUG,
  pattern: '^[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9]$',
} as const satisfies FieldSchema;

const SLUG = new RegExp(SLUG_SCHEMA.pattern);

/** What stands, or may once stand, in an address in the place of a slug, and what would pass for the instance itself. */
const RESERVED = new Set(
  'about account accounts activate admin administrator all api app apps archive assets auth badge badges billing blog chronova compat current dashboard delete deleted docs domain domains download edit everyone export favicon health help home import info instance invite invites join key keys leaders login logout mail me member members metrics new null official oauth org organization organizations orgs owner permissions policies policy privacy profile project projects public register report reports restore root search security self service settings share sharing signup sso staff static stats status support system team teams terms test undefined user users webhook webhooks www'.split(
    ' ',
  ),
);

/** Why a text is no slug of an organization, or undefined. */
export function slugProblem(slug: string): string | undefined {
  if (slug.length > LONGEST_SLUG || !SLUG.test(slug))
    return `Use 2 to ${LONGEST_SLUG} letters of a to z, digits and "-", beginning and ending with a letter or digit.`;
  if (isPublicId(slug)) return 'It looks like an id; choose another.';
  if (/^\d+$/.test(slug)) return 'Use at least one letter.';
  if (RESERVED.has(slug.toLowerCase())) return 'This word is reserved; choose another.';
  return undefined;
}

/** Refuses a name or a slug, as far as they are given, that is none. */
export function checkOrgNames({ name, slug }: { name?: string | undefined; slug?: string | undefined }): void {
  const ofName = name === undefined ? undefined : orgNameProblem(name);
  if (ofName) throw badParameter('name', ofName);
  const ofSlug = slug === undefined ? undefined : slugProblem(slug);
  if (ofSlug) throw badParameter('slug', ofSlug);
}

/** Scripts whose letters look like those of another of them. */
const LOOK_ALIKE = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u, /\p{Script=Cherokee}/u];

/** Why a text is no name of an organization or a team, or undefined. */
export function orgNameProblem(name: string): string | undefined {
  if (!isOneLine(name, LONGEST_NAME)) return `Use 1 to ${LONGEST_NAME} characters on one line, none of them invisible.`;
  if (!/[\p{L}\p{N}]/u.test(name)) return 'Use at least one letter or digit.';
  const isMixed = name.split(/[^\p{L}\p{M}]+/u).some((word) => LOOK_ALIKE.filter((script) => script.test(word)).length > 1);
  return isMixed
    ? 'One word mixes letters of several scripts, such as Latin and Cyrillic, which look alike. Use one script a word.'
    : undefined;
}

/** Slugs to try for a name, best first. The last is free unless somebody means ill. */
export function slugsFor(name: string, random: string): string[] {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, LONGEST_SLUG - 10)
    .replace(/-+$/, '');
  const base = slugProblem(plain) === undefined ? plain : 'team-of-coders';
  return [base, ...Array.from({ length: 8 }, (_, n) => `${base}-${n + 2}`), `${base}-${random}`];
}
