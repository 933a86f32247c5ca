import type { FieldSchema } from '@app/core';
import type { ZxcvbnFactory } from '@zxcvbn-ts/core';

export const LONGEST_PASSWORD = 256;

/** Fewer characters are always too easy to guess, whatever they are. */
const SHORTEST_PASSWORD = 8;

/** What Swagger says of a new password. */
export const PASSWORD_SCHEMA = { minLength: SHORTEST_PASSWORD, maxLength: LONGEST_PASSWORD } as const satisfies FieldSchema;

/** 3 of 4: safe against somebody who tries offline, with a slow hash. */
const LEAST_SCORE = 3;

/** The first characters alone are weighed, as the time to do it grows with the square of their number. */
const WEIGHED = 24;

/** How many readings of a text such as `p4$$w0rd` are looked up: each costs as much as a password of letters. */
const LEET_READINGS = 10;

let loading: Promise<ZxcvbnFactory> | undefined;

/** Loads what passwords are weighed with, about a second of work: a process that serves does it at its start, so that no request waits for it. */
export async function loadPasswordCheck(): Promise<void> {
  await passwordProblem('correct horse battery staple', []);
}

/** Why nobody needs to weigh a password: it is too short or too long. Undefined: it is neither. */
export function passwordLengthProblem(password: string): string | undefined {
  if (password.length > LONGEST_PASSWORD) return `Use at most ${LONGEST_PASSWORD} characters.`;
  if (password.length < SHORTEST_PASSWORD) return `${TOO_EASY} ${ADVICE}`;
  return undefined;
}

const TOO_EASY = 'Too easy to guess.';
const ADVICE = 'Use four words that do not belong together, or let a password manager make one.';

/**
 * Why a password is too weak, and what to do; undefined if it is good. `known` are words that somebody who tries would begin with: the
 * address, the names. Common and leaked passwords are in the dictionaries.
 */
export async function passwordProblem(password: string, known: readonly (string | null | undefined)[]): Promise<string | undefined> {
  const length = passwordLengthProblem(password);
  if (length !== undefined) return length;
  loading ??= load();
  const words = known
    .flatMap((text) => (text ? [text, ...text.split('@'), ...text.split(/[^\p{L}\p{N}]+/u)] : []))
    .filter((word) => word.length > 2);
  const { score, feedback } = (await loading).check(password, words);
  if (score >= LEAST_SCORE) return undefined;
  return [TOO_EASY, feedback.warning, ADVICE].filter(Boolean).join(' ');
}

/** The dictionaries are 60 MB in memory: only a process that is asked for passwords has them. */
async function load(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory: Factory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  return new Factory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
    maxLength: WEIGHED,
    l33tMaxSubstitutions: LEET_READINGS,
  });
}
