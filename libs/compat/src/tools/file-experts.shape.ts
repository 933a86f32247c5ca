import type { FileQuestion, FileTime } from '@app/analytics';
import { badParameter, type UserActor } from '@app/core';
import { decimalOf, digitalOf, secondsOf, textOf } from '../texts.js';
import type { FileExpert, FileExperts } from './file-experts.dto.js';

/** The file that a body names. Refused: one that names none. A project that is no text counts as none. */
export function toFileQuestion(body: unknown): FileQuestion {
  const { entity, project } = fieldsOf(body);
  if (typeof entity !== 'string' || entity === '') throw badParameter('entity', 'Send the file as heartbeats name it.');
  return { entity, ...(typeof project === 'string' && isName(project) && { project }) };
}

/** PostgreSQL keeps no text with NUL in it, so such a name is nobody's. */
function isName(text: string): boolean {
  return text !== '' && !text.includes('\0');
}

function fieldsOf(body: unknown): { entity?: unknown; project?: unknown } {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {};
}

/** Who worked on a file (contract §1.9). */
export function toFileExperts(times: readonly FileTime[], { publicId }: UserActor): FileExperts {
  return { data: times.map((time) => toFileExpert(time, time.publicId === publicId)) };
}

function toFileExpert({ us, publicId, username, displayName }: FileTime, isCurrentUser: boolean): FileExpert {
  return {
    total: { decimal: decimalOf(us), digital: digitalOf(us), text: textOf(us), total_seconds: secondsOf(us) },
    user: { id: publicId, is_current_user: isCurrentUser, long_name: displayName, name: username },
  };
}
