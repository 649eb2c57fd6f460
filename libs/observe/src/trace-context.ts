import { randomUUID } from 'node:crypto';

/** Which trace a call belongs to. Nothing is believed of it but that it links: a caller may name any. */
export interface TraceContext {
  readonly traceId: string;
  /** The span of the caller that this call is a child of; undefined where the trace begins here. */
  readonly parentId: string | undefined;
  /** Whether whoever began the trace keeps it. */
  readonly isSampled: boolean;
}

const CHARACTERS = 55;
/** W3C Trace Context, "traceparent": version, trace, parent, flags; ff is no version, and no id is all zeros. */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

/** What a caller's `traceparent` says. Undefined for anything that is not exactly one: a broken one is never worth a refusal. */
export function readTraceparent(value: unknown): TraceContext | undefined {
  // Sent twice, a header arrives as one value with a comma: it is too long, like whatever else is not read at all.
  if (typeof value !== 'string' || value.length !== CHARACTERS) return undefined;
  const [, traceId, parentId, flags] = TRACEPARENT.exec(value) ?? [];
  if (traceId === undefined || parentId === undefined || flags === undefined) return undefined;
  return { traceId, parentId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** The trace that the request names in its `_meta`, or else in its header; a new one where neither names one. */
export function traceOf(meta: unknown, header: unknown): TraceContext {
  return (
    readTraceparent(meta) ??
    readTraceparent(header) ?? { traceId: randomUUID().replaceAll('-', ''), parentId: undefined, isSampled: true }
  );
}
