import { DomainError } from '@app/core';

/** A body of 1,000 heartbeats with all keys and a hundred dependencies each has fewer values. */
const MOST_VALUES = 250_000;
/** Heartbeats have three levels. */
const DEEPEST = 16;

const QUOTE = 34;
const COMMA = 44;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/**
 * A body as JSON, whatever its Content-Type says: the browser extension sends text/plain, VS Code web a JSON string that holds JSON
 * (contract, fact 8). Undefined: it is empty. Refused: what is no JSON, and what would take long or much memory to read (more than 16 levels
 * or 250,000 values).
 */
export function parseBody(text: string): unknown {
  if (text.trim() === '') return undefined;
  // Some editors begin a text with a byte order mark.
  const value = parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  return typeof value === 'string' ? parse(value) : value;
}

function parse(text: string): unknown {
  checkSize(text);
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError('invalid', 'body.not-json', 'The body is not JSON.');
  }
}

/** Counts what JSON.parse would make, without making it: one look at each character outside texts. */
export function checkSize(text: string): void {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfText(text, at);
    else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      values++;
      if (++depth > DEEPEST)
        throw new DomainError('invalid', 'body.too-deep', `The body has more than ${DEEPEST} levels of lists and objects.`);
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth--;
    else if (code === COMMA) values++;
    if (values > MOST_VALUES) {
      throw new DomainError(
        'too-large',
        'body.too-many-values',
        'The body has more than 250,000 values. Send it in parts of at most 1,000 heartbeats.',
      );
    }
  }
}

/** The place of the quote that ends the text that begins here. */
function endOfText(text: string, begin: number): number {
  for (let at = text.indexOf('"', begin + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return at;
  }
  return text.length;
}
