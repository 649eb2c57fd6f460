import * as z from 'zod';

/** One request, and whether its answer is what was asked for. */
export interface Asking {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly check: (answer: string) => boolean;
}

interface Caller {
  readonly tenant: string;
  readonly token: string;
}

const VERSION = '2026-07-28';
const JSON_TYPE = { 'content-type': 'application/json' };
const MCP_TYPE = { ...JSON_TYPE, accept: 'application/json, text/event-stream' };
const META = {
  'io.modelcontextprotocol/protocolVersion': VERSION,
  'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
  'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' },
};

function toolCall(name: string, args: object, more: object = {}): string {
  const params = { name, arguments: args, ...more, _meta: META };
  return JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
}

function signedHeaders(token: string, tool: string): Asking['headers'] {
  return {
    ...MCP_TYPE,
    ...{ authorization: `Bearer ${token}`, 'mcp-protocol-version': VERSION },
    ...{ 'mcp-method': 'tools/call', 'mcp-name': tool },
  };
}

/** How a server is asked: by its own few words, by the protocol, or by the protocol as somebody who signed in. */
export const MANNERS = ['bare', 'open', 'signed'] as const;
export type Manner = (typeof MANNERS)[number];

/** The stock of one item, as a server is asked for it in this manner. An answer names the item, and what is there of it. */
export function readRequest(
  manner: Manner,
  { tenant, token, person, sku }: Caller & { readonly person: string; readonly sku: string },
): Asking {
  const onHand = 10 * Number(sku.slice('SKU-'.length));
  const check = (answer: string): boolean =>
    answer.includes(sku) && answer.includes(onHand.toString()) && !answer.includes('"isError":true');
  switch (manner) {
    case 'bare':
      return { headers: JSON_TYPE, body: JSON.stringify({ tenant, person, sku }), check };
    case 'open': {
      const headers = {
        ...MCP_TYPE,
        'mcp-protocol-version': VERSION,
        'mcp-method': 'tools/call',
        'mcp-name': 'get_stock',
      };
      return { headers, body: toolCall('get_stock', { tenant, sku }), check };
    }
    case 'signed':
      return { headers: signedHeaders(token, 'get_stock'), body: toolCall('get_stock', { sku }), check };
  }
}

const InputRequired = z.object({
  result: z.object({ resultType: z.literal('input_required'), requestState: z.string() }),
});

/** A reorder asked for, and gone on with once its person has said yes. */
export function writeRequests({ token, sku, key }: Caller & { readonly sku: string; readonly key: string }): {
  readonly ask: Asking;
  readonly goOn: (answer: string) => Asking;
} {
  const tool = 'create_reorder';
  const input = { sku, quantity: 1, warehouse: 'WH-1', idempotency_key: key };
  const headers = signedHeaders(token, tool);
  return {
    ask: { headers, body: toolCall(tool, input), check: (answer) => answer.includes('input_required') },
    goOn: (answer) => {
      const { requestState } = InputRequired.parse(JSON.parse(answer)).result;
      const inputResponses = { consent: { action: 'accept', content: { confirm: true } } };
      return {
        ...{ headers, body: toolCall(tool, input, { requestState, inputResponses }) },
        check: (executed) => executed.includes('"outcome":"executed"'),
      };
    },
  };
}
