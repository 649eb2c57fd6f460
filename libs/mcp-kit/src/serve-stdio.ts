import type { Readable, Writable } from 'node:stream';
import type { ServerContext } from '@modelcontextprotocol/server';
import { serveStdio as serveWithSdk } from '@modelcontextprotocol/server/stdio';
import { traceOf } from '@supercargo/observe';
import { internalError, sdkServer } from './protocol/sdk-server.ts';
import { recordProtocolRefusal } from './record-refusal.ts';
import { refusedResource } from './resources/read-resource.ts';
import type { Principal, Runtime } from './runtime.ts';
import { LineTransport } from './stdio/line-transport.ts';
import { ListenTransport, type Listening } from './watch/listen-transport.ts';
import { subscribe, type Subscriber } from './watch/subscribe.ts';
import { Watch } from './watch/watch.ts';

const WATCH_MS = 2_000;

interface Streams {
  readonly stdin: Readable;
  readonly stdout: Writable;
}

/** Serves MCP over one pair of streams, in both eras, until the input ends. Refusals of the protocol are recorded like calls. */
export async function serveStdio(
  runtime: Runtime,
  principal: Principal,
  streams: Streams,
  { watchMs = WATCH_MS }: { readonly watchMs?: number } = {},
): Promise<void> {
  const transport = lineTransport(runtime, principal, streams);
  // The last one made is the one that serves: those before it were probes.
  let server: ReturnType<typeof sdkServer> | undefined;
  const watch: Watch = new Watch(runtime, () => principal, watchMs, {
    changed: async (uri) => server?.sendResourceUpdated({ uri }),
    ended: async (listener) => (listener === null ? undefined : listen.end(listener)),
  });
  const listen = new ListenTransport(transport, listeningOf({ runtime, principal, watch }, transport));
  const inputEnded = endOf(streams.stdin);
  const onHandled = (context: ServerContext): void => {
    transport.markAudited(context.mcpReq.id);
  };
  const principalOf = (): Principal => principal;
  serveWithSdk(() => (server = sdkServer(runtime, { principalOf, onHandled, inputEnded, watch })), {
    transport: listen,
    onerror: (error) => {
      runtime.onFault(error, 'stdio');
    },
  });
  await transport.closed;
  await watch.stop();
}

function lineTransport(runtime: Runtime, principal: Principal, streams: Streams): LineTransport {
  return new LineTransport({
    ...streams,
    onRefusal: ({ code, jsonRpcCode, bytes, method }) =>
      recordProtocolRefusal(runtime, principal, {
        code,
        json_rpc: jsonRpcCode,
        bytes,
        method: method?.slice(0, 64) ?? null,
      }),
    onProtocolError: ({ method, jsonRpcCode }) =>
      recordProtocolRefusal(runtime, principal, {
        code: 'protocol_error',
        json_rpc: jsonRpcCode,
        method: method.slice(0, 64),
      }),
  });
}

function endOf(stdin: Readable): AbortSignal {
  const input = new AbortController();
  const onInputEnd = (): void => {
    input.abort(new Error('the input has ended'));
  };
  stdin.once('end', onInputEnd);
  stdin.once('close', onInputEnd);
  return input.signal;
}

function listeningOf(subscriber: Omit<Subscriber, 'trace'>, transport: LineTransport): Listening {
  return {
    onHandled: (id) => {
      transport.markAudited(id);
    },
    onListen: async (id, uris) => {
      // What was asked is with the SDK, which keeps the `_meta` of a listen to itself: it is a trace of its own.
      const trace = traceOf(undefined, undefined);
      try {
        const refusal = await subscribe({ ...subscriber, trace }, 'subscriptions/listen', id, uris);
        return refusal === undefined ? undefined : refusedResource(subscriber.principal, refusal);
      } catch (fault) {
        subscriber.runtime.onFault(fault, 'subscriptions/listen', trace.traceId);
        return internalError();
      }
    },
    onSilence: (id) => {
      subscriber.watch.drop(id);
    },
  };
}
