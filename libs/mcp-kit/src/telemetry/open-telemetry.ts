import { openMetrics, openTraces, serveMetrics, type Logger, type Telemetry } from '@supercargo/observe';
import { ConfigurationError } from '../config.ts';
import type { ServerDefinition } from '../server-definition.ts';

const ENDPOINT = 'OTEL_EXPORTER_OTLP_ENDPOINT';

/** Telemetry of one process, and its end. */
export type OpenTelemetry = Telemetry & AsyncDisposable;

/** What is told to whom. */
export interface TelemetrySettings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where metrics are told; undefined: nowhere, and nothing is counted. */
  readonly metricsPort: number | undefined;
  /** A server’s worker is watched by a name of its own. */
  readonly isWorker?: boolean;
}

/** Opens what is configured, and loads nothing else: a server that nobody watches pays nothing for it. */
export async function openTelemetry(
  definition: ServerDefinition,
  { env, metricsPort, isWorker = false }: TelemetrySettings,
  log: Logger,
): Promise<OpenTelemetry> {
  const service = isWorker ? `${definition.name}-worker` : serviceOf(definition);
  const traces = await tracesOf({ service, version: definition.version }, env[ENDPOINT], log);
  if (metricsPort === undefined) {
    return { traces, metrics: undefined, [Symbol.asyncDispose]: async () => traces?.close() };
  }
  const metrics = await openMetrics(service);
  const onFault = (fault: unknown): void => {
    log.error({ fault, during: 'metrics' }, 'fault');
  };
  const server = await serveMetrics(metrics, metricsPort, onFault).catch((fault: unknown) => {
    log.error({ fault }, 'metrics');
    throw new ConfigurationError('SUPERCARGO_METRICS_PORT: the port cannot be listened on; 0 takes a free one');
  });
  log.info({ metricsPort: server.port }, 'telling metrics');
  return {
    ...{ traces, metrics },
    [Symbol.asyncDispose]: async () => {
      await server.close();
      await traces?.close();
    },
  };
}

function serviceOf({ name, faces }: ServerDefinition): string {
  return faces === undefined ? name : `${name}-${faces}`;
}

async function tracesOf(
  { service, version }: { readonly service: string; readonly version: string },
  endpoint: string | undefined,
  log: Logger,
): Promise<Telemetry['traces']> {
  if (endpoint === undefined || endpoint === '') return undefined;
  // One that is no address would be replaced by the exporter's own, without a word.
  if (!/^https?:$/.test(URL.parse(endpoint)?.protocol ?? '')) {
    throw new ConfigurationError(`${ENDPOINT} is not accepted; accepted: the http or https address of a collector`);
  }
  return openTraces({ service: `supercargo-${service}`, version }, () => {
    log.warn('spans could not be sent');
  });
}
