import { DomainError } from '@app/core';
import type { PluginErrorReport } from '@app/users';
import type { PluginErrorAnswer } from './plugin-errors.dto.js';

/** A report as it came (contract §1.9). What has not the type that it should have counts as not told. Refused: a body that is no object. */
export function toPluginErrorReport(body: unknown): PluginErrorReport {
  if (body === undefined || body === null) return reportOf({});
  if (typeof body !== 'object' || Array.isArray(body))
    throw new DomainError('invalid', 'body.no-object', 'The body must be a JSON object that tells of the error.');
  return reportOf({ ...body });
}

function reportOf(body: Readonly<Record<string, unknown>>): PluginErrorReport {
  return {
    plugin: textOf(body['plugin']),
    cliVersion: textOf(body['cli_version']),
    platform: textOf(body['platform']),
    architecture: textOf(body['architecture']),
    message: textOf(body['error_message']),
    stacktrace: textOf(body['stacktrace']),
    logs: textOf(body['logs']),
    isPanic: body['is_panic'] === true,
  };
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

export function toPluginErrorAnswer(): PluginErrorAnswer {
  return { message: 'Stored for the administrators of this instance.' };
}
