import { hash } from 'node:crypto';

/** The id of a text: a UUIDv8 (RFC 9562 §5.8) of its SHA-256. The same text has the same id everywhere and for ever. */
export function uuidV8Of(text: string): string {
  const hex = hash('sha256', text, 'hex');
  const variant = ((parseInt(hex.charAt(16), 16) & 0b11) | 0b1000).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
