import { foundOf, valuesOf, type HttpCall, type HttpRefusal } from '../http-call.ts';
import { decodedHeader, PARAM_PREFIX } from '../param-headers.ts';

/** Which member of params the header `Mcp-Name` repeats. */
const NAMED_BY: ReadonlyMap<string, string> = new Map([
  ['tools/call', 'name'],
  ['prompts/get', 'name'],
  ['resources/read', 'uri'],
]);

const HEADER_MISMATCH = -32_020;

function mismatch(header: string, why: string): HttpRefusal {
  return {
    status: 400,
    reason: 'header_mismatch',
    jsonRpcCode: HEADER_MISMATCH,
    message: `The headers and the body disagree: ${header} ${why}.`,
    data: { mismatch: { header } },
  };
}

/** One header against what the body says. A gateway decides on headers and we execute bodies, so what only one of them says is refused. */
function compare(header: string, sent: readonly string[], said: string | undefined): HttpRefusal | undefined {
  const [value, ...others] = sent;
  if (others.length > 0) return mismatch(header, 'is there more than once');
  if (value === undefined) return said === undefined ? undefined : mismatch(header, 'is missing');
  if (said === undefined) return mismatch(header, 'names what the body does not have');
  const decoded = decodedHeader(value.trim());
  if (decoded === undefined) return mismatch(header, 'is not encoded as it must be');
  return decoded === said ? undefined : mismatch(header, 'has another value than the body');
}

type Values = Readonly<Record<string, unknown>>;

function memberOf(params: Values | undefined, name: string | undefined): string | undefined {
  const value = name === undefined ? undefined : params?.[name];
  return typeof value === 'string' ? value : undefined;
}

function compareParams(call: HttpCall, tool: string | undefined, params: Values | undefined): HttpRefusal | undefined {
  const said = call.site.params.of(tool ?? '', params?.['arguments']);
  const sent = Object.keys(call.request.headers).filter((name) => name.startsWith(PARAM_PREFIX));
  for (const header of new Set([...said.keys(), ...sent])) {
    const refusal = compare(header, valuesOf(call.request, header), said.get(header));
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/**
 * `MCP-Protocol-Version`, `Mcp-Method`, `Mcp-Name` and `Mcp-Param-*` equal the body (2026-07-28, "Server Validation"). They are required
 * on 2026-07-28; before it they are not sent, and where they are they must be true all the same.
 */
export function checkAgreement(call: HttpCall): HttpRefusal | undefined {
  if (call.request.method !== 'POST') return undefined;
  const { kind, message } = foundOf(call, 'message');
  const isModern = foundOf(call, 'era') === 'modern';
  if (kind === 'response') return undefined;
  const versions = valuesOf(call.request, 'mcp-protocol-version');
  const methods = valuesOf(call.request, 'mcp-method');
  const names = valuesOf(call.request, 'mcp-name');
  const mustSay = isModern && kind === 'request';
  if (versions.length > 1 || (mustSay && versions.length === 0)) {
    return mismatch('mcp-protocol-version', 'must be there once');
  }
  if (methods.length > 0 || mustSay) {
    const refusal = compare('mcp-method', methods, message.method);
    if (refusal !== undefined) return refusal;
  }
  const name = memberOf(message.params, NAMED_BY.get(message.method));
  if (names.length > 0 || mustSay) {
    const refusal = compare('mcp-name', names, name);
    if (refusal !== undefined) return refusal;
  }
  const isCall = message.method === 'tools/call';
  if (isModern || !isCall) return compareParams(call, isCall ? name : undefined, message.params);
  // Older clients do not know these headers.
  return Object.keys(call.request.headers).some((header) => header.startsWith(PARAM_PREFIX))
    ? compareParams(call, name, message.params)
    : undefined;
}
