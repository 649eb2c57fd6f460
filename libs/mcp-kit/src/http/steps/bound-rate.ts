import { foundOf, HTTP_CODE, type HttpCall, type HttpRefusal } from '../http-call.ts';

/**
 * So many requests of any kind within a time, of one person: lists, prompts, what is malformed and what a later step refuses, of which each is
 * a record. Of those beyond it the first of a window is recorded and all are counted, so that nobody fills the record by being refused.
 */
export function boundRate(call: HttpCall): HttpRefusal | undefined {
  const { tenant, person } = foundOf(call, 'principal');
  const over = call.site.requests.take(`${tenant}/${person}`);
  if (over === undefined) return undefined;
  const seconds = Math.ceil(over.waitMs / 1000).toString();
  return {
    ...{ status: 429, reason: 'too_many_requests', jsonRpcCode: HTTP_CODE, isRecorded: over.isFirst },
    message: `Too many requests of yours, of any kind; try again in ${seconds} s.`,
    headers: { 'retry-after': seconds },
  };
}
