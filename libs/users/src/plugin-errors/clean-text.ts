import { masked } from '@app/core';

/** None of them repeats without bound. */
const SECRETS: readonly [RegExp, string][] = [
  // Keys of WakaTime and of Chronova are UUIDs, with or without a word before them.
  [/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi, '***'],
  [
    /\b((?:api|secret|access)[ _-]?(?:key|token)|password|passwd|secret|token|authorization)(["']?[ \t]{0,4}[:=][ \t]{0,4}["']?)[^\s"',;&})\]]{1,512}/gi,
    '$1$2***',
  ],
  // The end of a key, which command lines show of it.
  [/(?:<|\\u003c)hidden(?:>|\\u003e)[0-9a-f]{1,12}/gi, '***'],
  // The name of who works there.
  [/(^|[\s"'(=:])((?:\/home|\/Users|[A-Z]:[\\/]{1,2}Users)[\\/]{1,2})[^\\/\s"'<>|:]{1,64}/g, '$1$2***'],
];

/** A text as it is kept: without keys, passwords, e-mail addresses, names of home folders and what PostgreSQL keeps not. */
export function cleanText(text: string): string {
  const plain = text.replaceAll('\0', '').toWellFormed();
  return SECRETS.reduce((clean, [secret, mask]) => clean.replace(secret, mask), masked(plain));
}
