import { classifyInboundRequest, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { foundOf, valuesOf, type HttpCall, type HttpRefusal } from '../http-call.ts';
import { LEGACY_VERSIONS, MODERN_VERSION } from '../versions.ts';

const ECHO_CHARACTERS_MAX = 64;

function unsupported(requested: string, supported: readonly string[]): HttpRefusal {
  return {
    status: 400,
    reason: 'unsupported_version',
    jsonRpcCode: ProtocolErrorCode.UnsupportedProtocolVersion,
    message: `This version of the protocol is not spoken here; spoken are ${supported.join(', ')}.`,
    data: { supported, requested: requested.slice(0, ECHO_CHARACTERS_MAX) },
  };
}

/** Since 2026-07-28 a server asks by answering, so a response answers nothing. Whatever else names that revision is of it. */
const UNASKED: HttpRefusal = {
  ...{ status: 400, reason: 'unasked', jsonRpcCode: ProtocolErrorCode.InvalidRequest },
  message: 'Nothing was asked that a response could answer.',
};

/** A version that a header names must be one that is spoken, whatever the body goes on to say. */
function legacyVersion(named: string | undefined): HttpRefusal | undefined {
  if (named === undefined || LEGACY_VERSIONS.includes(named)) return undefined;
  return unsupported(named, [MODERN_VERSION, ...LEGACY_VERSIONS]);
}

/** Which revision of the protocol the request is of, by the SDK's own rule: its `_meta` says so, and headers must not contradict it. */
export function findEra(call: HttpCall): HttpRefusal | undefined {
  const [version] = valuesOf(call.request, 'mcp-protocol-version');
  if (call.request.method !== 'POST') {
    call.found.era = 'legacy';
    return legacyVersion(version);
  }
  const { message } = foundOf(call, 'message');
  const [method] = valuesOf(call.request, 'mcp-method');
  const outcome = classifyInboundRequest({
    httpMethod: 'POST',
    body: message,
    ...(version === undefined ? {} : { protocolVersionHeader: version }),
    ...(method === undefined ? {} : { mcpMethodHeader: method }),
  });
  if (outcome.kind === 'reject') {
    const { httpStatus: status, cell: reason, code: jsonRpcCode, message: words, data } = outcome;
    return { status, reason, jsonRpcCode, message: words, data };
  }
  call.found.era = outcome.kind;
  if (outcome.kind === 'legacy') return version === MODERN_VERSION ? UNASKED : legacyVersion(version);
  const { revision } = outcome.classification;
  return revision === MODERN_VERSION ? undefined : unsupported(revision ?? '', [MODERN_VERSION]);
}
