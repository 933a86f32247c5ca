import { type ProjectPatterns, repositoryOf } from '@app/analytics';
import { hasUnseen } from '@app/core';

/** How projects are told to be an organization’s. */
export const PATTERN_KINDS = ['exact', 'prefix', 'glob', 'repository'] as const;
export type PatternKind = (typeof PATTERN_KINDS)[number];

/** What says which projects are an organization’s. */
export interface ProjectPattern {
  kind: PatternKind;
  /** A name as it is shown; its beginning; a name with `*` for any characters and `?` for one; the address of a repository. */
  pattern: string;
}

/** Characters of a pattern. */
export const LONGEST_PATTERN = 500;
/** How many an organization has. */
export const MOST_PATTERNS = 200;
/** Of a glob. */
const MOST_STARS = 10;
const LEAST_PLAIN = 3;

/** As it is stored: names in Unicode’s form NFC, as they are shown, repositories without what is only the way to them. */
export function storedPattern({ kind, pattern }: ProjectPattern): ProjectPattern {
  return { kind, pattern: kind === 'repository' ? repositoryOf(pattern) : pattern.normalize('NFC') };
}

/** Why it is no pattern, or undefined. */
export function patternProblem({ kind, pattern }: ProjectPattern): string | undefined {
  if (pattern.trim() === '') return 'Give a pattern.';
  if (pattern.length > LONGEST_PATTERN) return `At most ${LONGEST_PATTERN} characters.`;
  if (hasUnseen(pattern)) return 'It has characters that cannot be seen; leave them out.';
  if (kind === 'repository') return repositoryProblem(repositoryOf(pattern));
  if (kind === 'prefix' && pattern.trim().length < 2) return 'Give at least two characters, or use a glob.';
  if (kind === 'glob') return globProblem(pattern);
  return undefined;
}

function repositoryProblem(repository: string): string | undefined {
  const isWhole = /^[^/\s]+(\/[^/\s]+)+$/.test(repository);
  return isWhole ? undefined : 'Give the address of a repository, such as https://github.com/acme/app or git@github.com:acme/app.git.';
}

function globProblem(glob: string): string | undefined {
  if ([...glob].filter((character) => character === '*').length > MOST_STARS) return `At most ${MOST_STARS} stars.`;
  if (glob.replaceAll(/[*?\s]/g, '').length < LEAST_PLAIN)
    return `Give at least ${LEAST_PLAIN} characters beside * and ?: fewer fit nearly every project.`;
  return /[*?]/.test(glob) ? undefined : 'A glob has a * (any characters) or a ? (one character); use exact for a name without.';
}

/** What a report asks for. */
export function patternsOf(list: readonly ProjectPattern[]): ProjectPatterns {
  const of = (kind: PatternKind): string[] => list.filter((each) => each.kind === kind).map(({ pattern }) => pattern);
  return {
    names: of('exact'),
    likes: [...of('prefix').map((prefix) => `${plainLike(prefix)}%`), ...of('glob').map(likeOfGlob)],
    repositories: of('repository'),
  };
}

/** A text that LIKE takes as it is. */
function plainLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

function likeOfGlob(glob: string): string {
  return plainLike(glob).replaceAll(/\*+/g, '%').replaceAll('?', '_');
}
