import type { Readable, Writable } from 'node:stream';
import { serveStdio as serveWithSdk } from '@modelcontextprotocol/server/stdio';
import { sdkServer } from './protocol/sdk-server.ts';
import { recordProtocolRefusal } from './record-refusal.ts';
import type { Principal, Runtime } from './runtime.ts';
import { LineTransport } from './stdio/line-transport.ts';

/** Serves MCP over one pair of streams, in both eras, until the input ends. Refusals of the protocol are recorded like calls. */
export async function serveStdio(
  runtime: Runtime,
  principal: Principal,
  streams: { readonly stdin: Readable; readonly stdout: Writable },
): Promise<void> {
  const transport = new LineTransport({
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
  const input = new AbortController();
  const onInputEnd = (): void => {
    input.abort(new Error('the input has ended'));
  };
  streams.stdin.once('end', onInputEnd);
  streams.stdin.once('close', onInputEnd);
  serveWithSdk(
    () =>
      sdkServer(runtime, principal, {
        onHandled: (context) => {
          transport.markAudited(context.mcpReq.id);
        },
        inputEnded: input.signal,
      }),
    {
      transport,
      onerror: (error) => {
        runtime.onFault(error, 'stdio');
      },
    },
  );
  await transport.closed;
}
