import { reportHtml, type WeeklyReport } from '@app/goals';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { policyOf } from '../http/headers.js';
import { type FormatRequest, wantsFormat } from '../http/wanted-format.js';
import { toWeeklyReportAnswer, type WeeklyReportAnswer } from './weekly-report.dto.js';

/** Its styles stand in the page; it loads nothing and runs nothing. */
const POLICY = policyOf({ 'style-src': ["'unsafe-inline'"] });

/** Writes a report as the request wants it. */
export type ReportWriter = (report: WeeklyReport) => WeeklyReportAnswer | string;

/** Writes a report as HTML where `format` or, without it, `Accept` says so, else as JSON. */
export const Written = createParamDecorator((_: unknown, context: ExecutionContext): ReportWriter => {
  const request = context.switchToHttp().getRequest<FormatRequest>();
  const reply = context.switchToHttp().getResponse<FastifyReply>();
  return (report) => {
    void reply.header('vary', 'accept');
    if (!wantsFormat(request, 'html', 'text/html')) return toWeeklyReportAnswer(report);
    void reply.headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY });
    return reportHtml(report);
  };
});
