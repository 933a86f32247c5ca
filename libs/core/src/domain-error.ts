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

/** Gathers what is wrong with a request, so that all of it is told at once. */
export class Problems {
  private readonly fields: Record<string, string[]> = {};

  /** Field `name` is wrong: what to do about it. */
  add(name: string, text: string): undefined {
    (this.fields[name] ??= []).push(text);
    return undefined;
  }

  /** What `read` returns; undefined where it refuses fields, which are gathered. */
  of<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'invalid' || !error.fields) throw error;
      for (const [name, texts] of Object.entries(error.fields)) for (const text of texts) this.add(name, text);
      return undefined;
    }
  }

  /** Refuses the request where anything was wrong with it. */
  refuse(): void {
    const { error } = this;
    if (error) throw error;
  }

  /** What the request is refused with; undefined: nothing is wrong with it. */
  get error(): DomainError | undefined {
    const [first, ...others] = Object.entries(this.fields);
    if (!first) return undefined;
    const code = others.length === 0 ? `${first[0]}.invalid` : 'request.invalid';
    const texts = [first, ...others].flatMap(([name, ofName]) => ofName.map((text) => `${name}: ${text}`));
    return new DomainError('invalid', code, texts.join(' '), this.fields);
  }
}
