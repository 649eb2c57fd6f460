import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** A span as a collector receives it, as much as the tests look at. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: unknown }[];
}

/** A collector that takes what is sent to it. */
export interface Collector {
  readonly url: string;
  readonly spans: ReceivedSpan[];
  /** Everything that was received, as it came. */
  readonly bodies: string[];
  close(): void;
}

interface Export {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly ReceivedSpan[] }[] }[];
}

/** Listens on a free port for OTLP over HTTP, in JSON. */
export async function openCollector(): Promise<Collector> {
  const spans: ReceivedSpan[] = [];
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      bodies.push(`${request.url ?? ''} ${body.toString()}`);
      const { resourceSpans } = JSON.parse(body.toString()) as Export;
      for (const { scopeSpans } of resourceSpans) spans.push(...scopeSpans.flatMap((scope) => scope.spans));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', () => {
      listening();
    });
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    ...{ url: `http://127.0.0.1:${port.toString()}`, spans, bodies },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
