/** What went wrong, in the caller's terms. One filter in apps/api maps the kind to a status. */
export type ErrorKind = 'invalid' | 'unauthenticated' | 'forbidden' | 'not-found' | 'conflict' | 'too-large' | 'too-many' | 'unavailable';

export class DomainError extends Error {
  constructor(
    readonly kind: ErrorKind,
    /** Stable, for programs: `range.unknown`. */
    readonly code: string,
    /** For people: what is wrong and what to do. */
    message: string,
    /** Field → texts, when single fields are to blame. */
    readonly fields?: Record<string, string[]>,
  ) {
    super(message);
  }
}

/** The error of a request whose parameter `name` is not acceptable. */
export function badParameter(name: string, message: string): DomainError {
  return new DomainError('invalid', `${name}.invalid`, `${name}: ${message}`, { [name]: [message] });
}
