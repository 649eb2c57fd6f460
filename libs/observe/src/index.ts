export { LOG_LEVELS, faultForLog, logger, type Logger, type LogLevel } from './logger.ts';
export { openMetrics } from './metrics/open-metrics.ts';
export { serveMetrics, type MetricsServer } from './metrics/serve-metrics.ts';
export type { CallEnd, Metrics, NamedCall, NamedWork, Telemetry, Traces } from './telemetry.ts';
export { readTraceparent, traceOf, type TraceContext } from './trace-context.ts';
export { openTraces } from './traces/open-traces.ts';
