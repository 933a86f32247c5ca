/** What answers here. */
export class Root {
  /** @example "Chronova" */
  name: string;
  /** Where the routes are described. @example "/docs" */
  docs: string;
}
