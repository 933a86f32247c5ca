/** A value that cannot be missing, such as the row that a statement just wrote. If it is, the program is wrong: it stops here, as a 500. */
export function must<T>(value: T | null | undefined, what: string): T {
  if (value === undefined || value === null) throw new Error(`There is no ${what}, which cannot be.`);
  return value;
}
