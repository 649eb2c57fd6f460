import type { IncomingMessage } from 'node:http';
import type { JSONRPCMessage, JSONRPCNotification, JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import type { Authenticator, Identity } from '@supercargo/auth';
import { assert } from '@supercargo/kernel';
import type { RemotePrincipal, Runtime } from '../runtime.ts';
import type { RequestCounts } from '../limits/request-counts.ts';
import type { HttpBounds, HttpOptions } from './http-options.ts';
import type { ParamHeaders } from './param-headers.ts';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';
import type { Slots } from './slots.ts';

/** What the steps need to know of the server that they belong to. */
export interface Site {
  readonly runtime: Runtime;
  readonly authenticator: Authenticator;
  readonly options: HttpOptions;
  readonly bounds: HttpBounds;
  readonly params: ParamHeaders;
  readonly sessions: Sessions;
  readonly requests: RequestCounts;
  readonly inFlight: Slots;
  readonly streams: Slots;
  readonly listens: Slots;
  /** True once the server is stopping. */
  readonly isDraining: () => boolean;
}

/** What one POST says. */
export type Message =
  | { readonly kind: 'request'; readonly message: JSONRPCRequest }
  | { readonly kind: 'notification'; readonly message: JSONRPCNotification }
  | { readonly kind: 'response'; readonly message: JSONRPCMessage };

/** What the steps find, each for those after it. */
export interface HttpFound {
  /** Scheme, host and port as the caller wrote them, or as the server is known. */
  origin: string;
  /** The path, without query. */
  path: string;
  identity: Identity;
  principal: RemotePrincipal;
  body: Uint8Array;
  message: Message;
  era: 'modern' | 'legacy';
  /** Of the protocol before 2026-07-28. */
  session: Session;
}

/** One HTTP request on its way through the steps. */
export interface HttpCall {
  readonly request: IncomingMessage;
  readonly site: Site;
  readonly found: Partial<HttpFound>;
}

/** Why a request goes no further: its status, its JSON-RPC error, and the reason in one word for the record. */
export interface HttpRefusal {
  readonly status: number;
  readonly reason: string;
  readonly jsonRpcCode: number;
  readonly message: string;
  /** The id of the request, where it could be read without doubt. */
  readonly id?: RequestId | null;
  readonly method?: string;
  readonly data?: unknown;
  /** False where it is one of many of a kind of which the first is recorded. */
  readonly isRecorded?: boolean;
  /** Of a refused token: what may be recorded of it, and is never answered. */
  readonly token?: { readonly issuer: string | undefined; readonly client: string | undefined };
  readonly headers?: Readonly<Record<string, string>>;
}

/** A step refuses the request, or leaves what it found. */
export type HttpStep = (call: HttpCall) => Promise<HttpRefusal | undefined> | HttpRefusal | undefined;

/** What an earlier step has found. A step moved before the one that it stands on is a defect, and throws. */
export function foundOf<K extends keyof HttpFound>(call: HttpCall, what: K): HttpFound[K] {
  const value = call.found[what];
  assert(value !== undefined, `the step that finds the ${what} comes first`);
  return value;
}

/** The values of a header, one for each time that it was sent. */
export function valuesOf(request: IncomingMessage, name: string): readonly string[] {
  return request.headersDistinct[name] ?? [];
}

/** The code for what HTTP itself refuses: JSON-RPC has none, and the status says it. */
export const HTTP_CODE = -31_003;
