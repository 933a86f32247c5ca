/** Who signs in: what the request says of itself. */
export interface Client {
  userAgent: string;
  address: string;
}

const LONGEST_NAME = 40;
/** Every browser calls itself Mozilla, and most of them also Chrome and Safari: the first of these is its own name. */
const BROWSERS = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
] as const;

/** What to call a client by its User-Agent: the browser, else the first product (`chronova-android/2.1 okhttp/4` is chronova-android). */
export function clientName(userAgent: string): string {
  if (userAgent.startsWith('Mozilla/')) return BROWSERS.find(([pattern]) => pattern.test(userAgent))?.[1] ?? 'Browser';
  return /^[\w.@-]+/.exec(userAgent.trim())?.[0].slice(0, LONGEST_NAME) ?? 'Unknown client';
}
