/** What long work is given by its runner: a worker, or the command line. */
export interface JobContext {
  /**
   * Aborted when the job is cancelled, takes longer than it may, or the worker stops. Its statements in PostgreSQL are cancelled then. Work that
   * stops before its end must throw (`signal.throwIfAborted()`): what returns is done.
   */
  readonly signal: AbortSignal;
  /** What an earlier try said last of its progress; 0 of 0 where there was none. */
  readonly before: { readonly done: number; readonly total: number };
  /** Says how far it is, as often as it likes: it is written down every two seconds. */
  readonly progress: (done: number, total: number) => void;
}

/** Work that nobody watches and nothing stops. */
export const UNWATCHED: JobContext = { signal: new AbortController().signal, before: { done: 0, total: 0 }, progress: () => {} };
