import { getSystemErrorName } from 'node:util';
import { isNativeError } from 'node:util/types';

/** The host and port of a mail server's address, without its credentials. */
export function serverOf(smtpUrl: string): string {
  if (!URL.canParse(smtpUrl)) return 'SMTP_URL';
  const { hostname, port, protocol } = new URL(smtpUrl);
  return `${hostname}:${port || (protocol === 'smtps:' ? '465' : '587')}`;
}

/** Why a mail was not sent, in codes: the server's own text would repeat the address. For the log. */
export function codesOf(error: unknown): string {
  if (!isNativeError(error)) return 'unknown';
  const codes = [
    'code' in error ? String(error.code) : error.name,
    ...('errno' in error && typeof error.errno === 'number' ? [getSystemErrorName(error.errno)] : []),
    ...('responseCode' in error ? [`SMTP ${String(error.responseCode)}`] : []),
  ];
  return [...new Set(codes)].join(', ');
}

/** A mail that the server did not take, in words without its address. It may take it later. */
export class MailNotTaken extends Error {
  constructor(
    message: string,
    /** Whether it is about this mail or its reader alone: others may be sent. */
    readonly isOfOneMail: boolean,
  ) {
    super(message);
  }
}

/** Whether a mail server answered about one mail or its reader, and goes on with others: neither a connection that fails nor 421, which ends it. */
export function concernsOneMail(error: unknown): boolean {
  if (!isNativeError(error) || !('responseCode' in error) || !('command' in error)) return false;
  return error.responseCode !== SHUTTING_DOWN && (error.command === 'RCPT TO' || error.command === 'DATA');
}

/** "Service not available, closing transmission channel" (RFC 5321 §4.2.2). */
const SHUTTING_DOWN = 421;

/** Whether a mail server said for good (5xx) that it takes no mail to this address, or not this mail: trying again would be in vain. */
export function refusesAddress(error: unknown): boolean {
  return concernsOneMail(error) && isNativeError(error) && 'responseCode' in error && Number(error.responseCode) >= 500;
}

/** The same with the words of the server or the system, on one line: for the person who runs this server, on the command line. */
export function causeOf(error: unknown): string {
  return isNativeError(error) ? `${error.message.replaceAll(/\s+/g, ' ').trim()} (${codesOf(error)})` : codesOf(error);
}
