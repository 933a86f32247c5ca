/** Thrown by work that is to go on later, such as when another server says so: that is no failure, and counts as no try. What was done stays done. */
export class PutOff extends Error {
  constructor(
    /** ms from now. */
    readonly inMs: number,
    /** Why, for who looks at the job. */
    message: string,
  ) {
    super(message);
  }
}
