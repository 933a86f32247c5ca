/** An e-mail address or username as it is looked for, in whatever case it was written. */
export function accountNameOf(text: string): string {
  // No address or name has a NUL in it, and PostgreSQL refuses a text that has.
  return text.trim().toLowerCase().normalize('NFC').replaceAll('\0', ' ');
}
