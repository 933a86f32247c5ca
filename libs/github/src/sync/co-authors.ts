/** Of one message. */
const MOST = 50;

/** The addresses of co-authors, as GitHub reads them: of the lines `Co-authored-by: Name <address>` at the end of a message, in lower case. */
export function coAuthorsOf(message: string): string[] {
  const lines = message
    .split(/\r?\n/)
    .flatMap((line) => /^co-authored-by:[^<>]{0,255}<([^<>\s]{3,255})>\s*$/i.exec(line.trim())?.[1] ?? []);
  return [...new Set(lines.map((address) => address.toLowerCase()))].slice(0, MOST);
}
