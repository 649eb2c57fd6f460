import type { Readable, Writable } from 'node:stream';

import type { RequestId } from '@modelcontextprotocol/server';

import type { RefusalCode } from './refusal.ts';

/** A line that was refused before any handler saw it, for the audit record. `bytes` is the length of the line. */
export interface LineRefusal {
  readonly code: RefusalCode;
  readonly jsonRpcCode: number;
  readonly id: RequestId | null;
  readonly method?: string;
  readonly bytes: number;
}

/** An error the SDK answers by itself, for the audit record. `message` may hold text of the client or of a fault. */
export interface ProtocolErrorAnswer {
  readonly id: RequestId;
  readonly method: string;
  readonly jsonRpcCode: number;
  readonly message: string;
}

/** Where the lines come from and go to, their bounds, and the audit of what no handler sees. */
export interface LineTransportOptions {
  readonly stdin: Readable;
  readonly stdout: Writable;
  /** Awaited before the refusal is answered. If it rejects, the answer is an internal error without detail. */
  readonly onRefusal: (refusal: LineRefusal) => Promise<void>;
  /** Awaited before the error leaves, for requests not marked as audited. If it rejects, as above. */
  readonly onProtocolError: (error: ProtocolErrorAnswer) => Promise<void>;
  /** Longest line taken: 256 KiB unless given, 1 MiB at most. */
  readonly frameBytesMax?: number;
  /** Requests without an answer at one time: 64 unless given. */
  readonly inFlightMax?: number;
  /** How long answers are waited for after the end of input: 2,000 ms unless given. */
  readonly drainMs?: number;
}

/** The bounds of one connection, all of them set. */
export interface LineBounds {
  readonly frameBytesMax: number;
  readonly inFlightMax: number;
  readonly drainMs: number;
}

const FRAME_BYTES_DEFAULT = 256 * 1024;
const FRAME_BYTES_CEILING = 1024 * 1024;

function wholeNumber(name: string, value: number, min: number, max: number): number {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
  throw new RangeError(`${name} must be a whole number from ${min} to ${max}`);
}

/** The bounds asked for, or their defaults. Throws a RangeError that names a bound which would not bound. */
export function lineBounds(options: LineTransportOptions): LineBounds {
  const { frameBytesMax = FRAME_BYTES_DEFAULT, inFlightMax = 64, drainMs = 2_000 } = options;
  return {
    frameBytesMax: wholeNumber('frameBytesMax', frameBytesMax, 1, FRAME_BYTES_CEILING),
    inFlightMax: wholeNumber('inFlightMax', inFlightMax, 1, 10_000),
    drainMs: wholeNumber('drainMs', drainMs, 0, 60_000),
  };
}
