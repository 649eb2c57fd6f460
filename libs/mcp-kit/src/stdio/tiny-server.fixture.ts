import { Server } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';

import { guardStdout } from './guard-stdout.ts';
import { LineTransport } from './line-transport.ts';

// A whole server for the end-to-end test: one tool, both protocol eras, its audit written to standard error.
const stdout = guardStdout();

function audit(kind: string) {
  return (record: object): Promise<void> => {
    process.stderr.write(`${JSON.stringify({ kind, ...record })}\n`);
    return Promise.resolve();
  };
}

const transport = new LineTransport({
  stdin: process.stdin,
  stdout,
  onRefusal: audit('refusal'),
  onProtocolError: audit('protocol_error'),
});

const TOOL = { name: 'echo', description: 'Says it back.', inputSchema: { type: 'object' as const } };

serveStdio(
  () => {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the low-level server is the only door before tool lookup
    const server = new Server({ name: 'tiny', version: '1.0.0' }, { capabilities: { tools: {} } });
    server.setRequestHandler('tools/list', () => ({ tools: [TOOL] }));
    server.setRequestHandler('tools/call', (call, context) => {
      transport.markAudited(context.mcpReq.id);
      // eslint-disable-next-line no-console -- what a careless handler does is what the test is about
      console.log('a stray line from a handler');
      return { content: [{ type: 'text', text: JSON.stringify(call.params.arguments ?? {}) }] };
    });
    return server;
  },
  { transport },
);

await transport.closed;
