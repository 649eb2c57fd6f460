import type { TraceContext } from './trace-context.ts';

/** A call by names of ours: its method, and its tool where it is of one that there is. Never what a caller wrote. */
export interface NamedCall {
  readonly method: string;
  readonly tool: string;
}

/** What a call came to, in codes of ours. */
export interface CallEnd {
  readonly outcome: string;
  /** Of a refusal: the step that refused, and why. */
  readonly step?: string;
  readonly code?: string;
}

/** What a worker did by itself, by names of ours. */
export interface NamedWork {
  /** An approved request executed or ended here; a foreign system told or asked; an event of another server. */
  readonly kind: 'request' | 'remote' | 'event';
  /** Its tool, or the topic of the event. */
  readonly name: string;
  /** What it came to. */
  readonly outcome: string;
}

/** Where spans go. */
export interface Traces {
  /** Begins the span of a call; what it gives ends it. */
  start(call: NamedCall, trace: TraceContext): (end: CallEnd) => void;
  /** The span of what a worker did, in a trace of its own, once it is over. */
  worked(work: NamedWork, seconds: number): void;
  /** Sends what is not sent yet, for a few seconds at most; what is lost then is lost. */
  close(): Promise<void>;
}

/** What is counted of calls and of what HTTP refuses. */
export interface Metrics {
  called(call: NamedCall, end: CallEnd, seconds: number): void;
  worked(work: NamedWork, seconds: number): void;
  /** `isKnown`: whether it was known who asks. */
  refused(status: number, reason: string, isKnown: boolean): void;
  /** A number that is read whenever somebody looks. */
  gauge(name: string, help: string, read: () => number): void;
  /** Everything, as Prometheus reads it. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** What is told to those who run a server: nothing where neither was configured. */
export interface Telemetry {
  readonly traces: Traces | undefined;
  readonly metrics: Metrics | undefined;
}
