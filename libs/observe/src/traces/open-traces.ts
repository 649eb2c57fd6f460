import type * as Api from '@opentelemetry/api';
import { traceOf, type TraceContext } from '../trace-context.ts';
import type { Traces } from '../telemetry.ts';

/** A collector that does not answer holds up the end of a process for no longer. */
const EXPORT_MS_MAX = 3_000;

function contextOf(
  { ROOT_CONTEXT, trace, TraceFlags }: typeof Api,
  { traceId, parentId, isSampled }: TraceContext,
): Api.Context {
  if (parentId === undefined) return ROOT_CONTEXT;
  const traceFlags = isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId: parentId, traceFlags, isRemote: true });
}

/** The SDK, loaded where it is configured: a program that nobody watches does not carry what would tell of it. */
async function openTracer(
  { service, version }: { readonly service: string; readonly version: string },
  newTraceId: () => string,
): Promise<{ readonly tracer: Api.Tracer; readonly shutdown: () => Promise<void> }> {
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const { resourceFromAttributes } = await import('@opentelemetry/resources');
  const { BatchSpanProcessor, RandomIdGenerator, TracerProvider } = await import('@opentelemetry/sdk-trace');
  const random = new RandomIdGenerator();
  const exporter = new OTLPTraceExporter({ timeoutMillis: EXPORT_MS_MAX });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.version': version }),
    idGenerator: { generateTraceId: newTraceId, generateSpanId: () => random.generateSpanId() },
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  return { tracer: provider.getTracer('supercargo'), shutdown: () => provider.shutdown() };
}

/**
 * Sends a span for each call to the collector that `OTEL_EXPORTER_OTLP_ENDPOINT` names, by OTLP over HTTP; the exporter reads this and the
 * other variables of its specification itself. `onUnsent` is told that spans were lost, and not why: the collector's words are not ours.
 */
export async function openTraces(
  program: { readonly service: string; readonly version: string },
  onUnsent: () => void,
): Promise<Traces> {
  const api = await import('@opentelemetry/api');
  const quiet = (): void => undefined;
  api.diag.setLogger(
    { error: onUnsent, warn: quiet, info: quiet, debug: quiet, verbose: quiet },
    { logLevel: api.DiagLogLevel.ERROR, suppressOverrideMessage: true },
  );
  // A trace that begins here has the id that the record of its call has, so it is given where the SDK would make one.
  let next = '';
  const { tracer, shutdown } = await openTracer(program, () => next);
  return {
    start: ({ method, tool }, context) => {
      next = context.traceId;
      const name = tool === '' ? method : `${method} ${tool}`;
      const attributes = { 'mcp.method.name': method, ...(tool === '' ? {} : { 'gen_ai.tool.name': tool }) };
      const span = tracer.startSpan(name, { kind: api.SpanKind.SERVER, attributes }, contextOf(api, context));
      return ({ outcome, step, code }) => {
        span.setAttribute('supercargo.outcome', outcome);
        if (step !== undefined) span.setAttribute('supercargo.refusal.step', step);
        if (code !== undefined) span.setAttribute('error.type', code);
        if (outcome === 'fault') span.setStatus({ code: api.SpanStatusCode.ERROR });
        span.end();
      };
    },
    worked: ({ kind, name, outcome }, seconds) => {
      next = traceOf(undefined, undefined).traceId;
      const attributes = { 'supercargo.work': kind, 'supercargo.work.name': name, 'supercargo.outcome': outcome };
      const endTime = Date.now();
      const startTime = endTime - seconds * 1_000;
      const span = tracer.startSpan(`${kind} ${name}`, { attributes, startTime }, api.ROOT_CONTEXT);
      if (outcome === 'fault') span.setStatus({ code: api.SpanStatusCode.ERROR });
      span.end(endTime);
    },
    close: () => shutdown().catch(onUnsent),
  };
}
