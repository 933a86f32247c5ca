/**
 * A repository, whatever address it is cloned from: `git@host:a/b.git`, `https://user@host/a/b/` and `ssh://git@host:22/a/b` are all `host/a/b`, in
 * lower case.
 */
export function repositoryOf(url: string): string {
  return STEPS.reduce((text, [pattern, put]) => text.replace(new RegExp(pattern), put), url.trim().toLowerCase());
}

/** The same in SQL. */
export function repositorySql(column: string): string {
  return STEPS.reduce(
    (text, [pattern, put]) => `regexp_replace(${text}, '${pattern}', '${put.replace('$', '\\')}')`,
    `lower(btrim(${column}))`,
  );
}

/** Each once, in this order: the scheme, who signs in, the port, the colon before a path, the ending. */
const STEPS: readonly (readonly [pattern: string, put: string])[] = [
  ['^[a-z+]+://', ''],
  ['^[^/@]*@', ''],
  ['^([^/:]+):[0-9]+/', '$1/'],
  ['^([^/:]+):/*', '$1/'],
  ['/+$', ''],
  ['[.]git$', ''],
];
