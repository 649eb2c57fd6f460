/** One `tools/call`, with whatever it says about its trace. */
export interface TracedCall {
  readonly name: string;
  readonly arguments?: object;
  /** The `traceparent` of its `_meta`. */
  readonly meta?: unknown;
  /** Its headers of that name. */
  readonly headers?: readonly string[];
}

/** The POST of such a call of 2026-07-28, over what any call has in its `_meta`. */
export function postOf(
  token: string,
  { name, arguments: given = {}, meta, headers = [] }: TracedCall,
  own: object,
): RequestInit {
  const _meta = { ...own, ...(meta === undefined ? {} : { traceparent: meta }) };
  return {
    method: 'POST',
    headers: [
      ...Object.entries({
        ...{ 'content-type': 'application/json', accept: '*/*', authorization: `Bearer ${token}` },
        ...{ 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': name },
      }),
      ...headers.map((value): [string, string] => ['traceparent', value]),
    ],
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: given, _meta } }),
  };
}
