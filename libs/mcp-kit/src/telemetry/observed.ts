import type { CallEnd, TraceContext } from '@supercargo/observe';
import type { CallOutcome } from '../call/outcome.ts';
import type { CallRefusal } from '../call/refusal.ts';
import type { RecordedCall } from '../call/record-call.ts';
import type { Runtime } from '../runtime.ts';

/** A call as whoever watches the server is told of it: its name is a caller’s, and is told only where it is of a tool. */
export interface ObservedCall {
  readonly method: RecordedCall['method'];
  readonly tool?: string;
  readonly trace: TraceContext;
}

const FAULT: CallEnd = { outcome: 'fault' };
const ANSWERED: CallEnd = { outcome: 'answered' };
const CONSENT: CallEnd = { outcome: 'consent_asked' };
const APPROVAL: CallEnd = { outcome: 'approval_asked' };

/** What a write tool answers; any other outcome that an answer names is data. */
const OF_WRITES: ReadonlyMap<unknown, CallEnd> = new Map(
  ['executed', 'waiting', 'refused', 'failed', 'unknown'].map((outcome) => [outcome, { outcome }]),
);

export function endOfRefusal(refusal: CallRefusal | undefined): CallEnd {
  return refusal === undefined ? ANSWERED : { outcome: 'refused', step: refusal.step, code: refusal.code };
}

export function endOf(outcome: CallOutcome): CallEnd {
  switch (outcome.kind) {
    case 'consent':
      return CONSENT;
    case 'approval':
      return APPROVAL;
    case 'refused':
      return endOfRefusal(outcome.refusal);
    case 'answered':
      return OF_WRITES.get(outcome.structured['outcome']) ?? ANSWERED;
  }
}

/** Makes a call, and tells what it came to, where somebody watches. */
export async function observed<T>(
  { telemetry, tools }: Pick<Runtime, 'telemetry' | 'tools'>,
  { method, tool, trace }: ObservedCall,
  call: () => Promise<T>,
  end: (value: T) => CallEnd,
): Promise<T> {
  if (telemetry?.traces === undefined && telemetry?.metrics === undefined) return call();
  const named = { method, tool: tool === undefined || tools.has(tool) ? (tool ?? '') : 'unknown' };
  const endSpan = telemetry.traces?.start(named, trace);
  const since = performance.now();
  let ended = FAULT;
  try {
    const value = await call();
    ended = end(value);
    return value;
  } finally {
    telemetry.metrics?.called(named, ended, (performance.now() - since) / 1000);
    endSpan?.(ended);
  }
}
