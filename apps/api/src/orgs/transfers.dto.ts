import { isoSeconds, Text } from '@app/core';
import type { Transfer } from '@app/orgs';

export class TransferBody {
  /** The member who becomes an owner: user id, username or @username. @example "ada" */
  @Text(100, 1)
  member: string;
}

export class TransferPerson {
  /** @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  id: string;
  /** @example "ada" */
  username: string;
  /** @example "Ada Lovelace" */
  display_name: string;
}

/** An offer of the ownership of an organization. */
export class TransferData {
  /** Who becomes an owner. */
  to: TransferPerson;
  /** Who becomes an administrator. */
  from: TransferPerson;
  /** @example "2026-11-22T10:03:20Z" */
  offered_at: string;
  /** @example "2026-11-29T10:03:20Z" */
  expires_at: string;
}

export class TransferAnswer {
  data: TransferData;
}

export function toTransfer({ to, from, offeredAt, expiresAt }: Transfer): TransferAnswer {
  return { data: { to: toPerson(to), from: toPerson(from), offered_at: isoSeconds(offeredAt), expires_at: isoSeconds(expiresAt) } };
}

function toPerson({ id, username, displayName }: Transfer['to']): TransferPerson {
  return { id, username, display_name: displayName };
}
