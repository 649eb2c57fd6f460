import type * as Client from '@prometheus-io/client';
import type { Metrics } from '../telemetry.ts';
import { BoundedWords } from './bounded-words.ts';
import { countWork } from './work-metrics.ts';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** Counts from now on, with what the process itself takes: memory, processor, the lag of its event loop. Loaded where it is configured. */
export async function openMetrics(server: string): Promise<Metrics> {
  const { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } = await import('@prometheus-io/client');
  const registry = new Registry();
  registry.setDefaultLabels({ server });
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const calls = new Counter({
    ...{ name: 'supercargo_calls_total', help: 'Calls by what they came to', registers },
    labelNames: ['method', 'tool', 'outcome'],
  });
  const refusals = new Counter({
    ...{ name: 'supercargo_call_refusals_total', help: 'Refused calls by step and code', registers },
    labelNames: ['step', 'code'],
  });
  const seconds = new Histogram({
    ...{ name: 'supercargo_call_seconds', help: 'From a call to its outcome, record included', registers },
    ...{ labelNames: ['method', 'tool'], buckets: SECONDS },
  });
  const http = new Counter({
    ...{ name: 'supercargo_http_refusals_total', help: 'Requests that HTTP refuses, by status and reason', registers },
    labelNames: ['status', 'reason', 'caller'],
  });
  const [codes, reasons] = [new BoundedWords(), new BoundedWords()];
  return {
    called: ({ method, tool }, { outcome, step, code }, took) => {
      calls.inc({ method, tool, outcome });
      seconds.observe({ method, tool }, took);
      if (step !== undefined && code !== undefined) refusals.inc({ step, code: codes.of(code) });
    },
    worked: countWork({ Counter, Histogram }, { registers, buckets: SECONDS }),
    refused: (status, reason, isKnown) => {
      http.inc({ status, reason: reasons.of(reason), caller: isKnown ? 'known' : 'unknown' });
    },
    gauge: (name, help, read) => {
      const gauge: Client.Gauge = new Gauge({
        ...{ name, help, registers },
        collect: () => {
          gauge.set(read());
        },
      });
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
