import type { JSONRPCMessage, JSONRPCNotification, JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import {
  isJSONRPCErrorResponse,
  isJSONRPCNotification,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
} from '@modelcontextprotocol/server';
import { parseStrictJson, topLevelMembers, type JsonValue, type StrictJsonRefusal } from '@supercargo/kernel';

import type { FrameRefusal, RefusalCode } from './refusal.ts';
import { RPC_CODES } from './refusal.ts';

/** What one line of input is. */
export type Frame =
  | { readonly kind: 'request'; readonly message: JSONRPCRequest }
  | { readonly kind: 'notification'; readonly message: JSONRPCNotification }
  | { readonly kind: 'response'; readonly message: JSONRPCMessage }
  /** The client complains about something it could not match to a request. */
  | { readonly kind: 'complaint' }
  | FrameRefusal;

/** Longest id and method taken: both are kept while a request is in flight and written to the audit record. */
export const NAME_CHARACTERS_MAX = 256;

type Members = Readonly<Record<string, JsonValue>>;

function isId(value: JsonValue | undefined): value is RequestId {
  if (typeof value === 'string') return value.length <= NAME_CHARACTERS_MAX;
  return typeof value === 'number' && Number.isSafeInteger(value);
}

function isMethod(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && value !== '' && value.length <= NAME_CHARACTERS_MAX;
}

function isMembers(value: JsonValue): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member that is written exactly once at the top, and can be read by itself; undefined otherwise. */
function soleMember(text: string, name: string): JsonValue | undefined {
  const [raw, ...others] = topLevelMembers(text, name);
  if (raw === undefined || others.length > 0) return undefined;
  const member = parseStrictJson(raw);
  return member.ok ? member.value : undefined;
}

/**
 * Only a frame that has a method is answered with its id: the id of a response is one of ours, and an error sent back
 * with it would reach whatever request of the client happens to have the same number.
 */
function answerable(id: JsonValue | undefined, method: JsonValue | undefined): Pick<FrameRefusal, 'id' | 'method'> {
  if (!isMethod(method)) return { id: method === undefined ? null : isId(id) ? id : null };
  return { id: isId(id) ? id : null, method };
}

function refuse(
  code: RefusalCode,
  message: string,
  about: Pick<FrameRefusal, 'id' | 'method'> = { id: null },
  jsonRpcCode: number = RPC_CODES.invalidRequest,
): FrameRefusal {
  return { kind: 'refused', code, jsonRpcCode, message, answered: true, ...about };
}

function refuseText(text: string, { code, message }: StrictJsonRefusal): FrameRefusal {
  const said = `The message is refused: ${message}.`;
  if (code === 'not_json' || code === 'not_utf8') return refuse(code, said, { id: null }, RPC_CODES.parseError);
  const isObject = text.trimStart().startsWith('{');
  return refuse(code, said, isObject ? answerable(soleMember(text, 'id'), soleMember(text, 'method')) : { id: null });
}

function readResponse(members: Members): Frame {
  const message: unknown = members;
  if ((isJSONRPCResultResponse(message) || isJSONRPCErrorResponse(message)) && isId(members['id'])) {
    return { kind: 'response', message };
  }
  // An error about an error could be answered with an error for ever.
  if (members['error'] !== undefined && (members['id'] ?? null) === null) return { kind: 'complaint' };
  return refuse('bad_message', 'The message is neither a request, nor a notification, nor a response.');
}

/** The ladder of checks for an object; the first that fails names the refusal. */
function readObject(members: Members): Frame {
  const { jsonrpc, id, method, result, error } = members;
  const about = answerable(id, method);
  if (jsonrpc !== '2.0') return refuse('wrong_jsonrpc', 'jsonrpc must be "2.0".', about);
  if (method === undefined && (result !== undefined || error !== undefined)) return readResponse(members);
  if (id !== undefined && !isId(id)) {
    return refuse(
      'bad_id',
      `id must be a safe integer or a string of at most ${NAME_CHARACTERS_MAX} characters.`,
      about,
    );
  }
  if (!isMethod(method)) {
    const known = { id: id ?? null };
    return refuse('bad_method', `method must be a string of 1 to ${NAME_CHARACTERS_MAX} characters.`, known);
  }
  const extra = Object.keys(members).some((key) => !['jsonrpc', 'id', 'method', 'params'].includes(key));
  if (extra) return refuse('bad_message', 'A request has jsonrpc, id, method and params, and nothing else.', about);
  const message: unknown = members;
  if (isJSONRPCRequest(message)) return { kind: 'request', message };
  if (isJSONRPCNotification(message)) return { kind: 'notification', message };
  const refused = refuse('bad_params', 'params, or _meta in it, is not as MCP says.', about, RPC_CODES.invalidParams);
  return { ...refused, answered: id !== undefined };
}

/**
 * Reads one line as one MCP message (JSON-RPC 2.0; batches are not accepted, as in MCP since 2025-06-18). What it lets
 * through, the SDK understands; everything else is a refusal with text of ours.
 *
 * @param bytes the line without its newline; a carriage return at its end is white space
 */
export function readFrame(bytes: Uint8Array): Frame {
  const read = parseStrictJson(bytes);
  if (!read.ok) return refuseText(Buffer.from(bytes).toString(), read);
  if (Array.isArray(read.value)) return refuse('batch', 'Batches are not accepted: send one message a line.');
  if (!isMembers(read.value)) return refuse('not_an_object', 'A message is a JSON object.');
  return readObject(read.value);
}
