import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';

const EXAMPLES = {
  csv: {
    type: 'text/csv',
    text: 'id,at,action,actor_kind,actor_id,actor_name,target_kind,…\r\n4711,2026-11-24T12:00:00Z,organization.created,session,0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19,ada,user,…\r\n',
  },
  ndjson: { type: 'application/x-ndjson', text: '{"id":"4711","at":"2026-11-24T12:00:00Z","action":"organization.created",…}\n' },
} as const;

/** An answer that is a file of the audit log. */
export function ApiAuditFile(format: keyof typeof EXAMPLES): MethodDecorator {
  const { type, text } = EXAMPLES[format];
  return applyDecorators(ApiOkResponse({ description: 'The file.', content: { [type]: { schema: { type: 'string' }, example: text } } }));
}
