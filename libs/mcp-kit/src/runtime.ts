import type { Recorder } from '@supercargo/audit';
import type { Clock, TenantId } from '@supercargo/kernel';
import type { Telemetry } from '@supercargo/observe';
import type { TenantDoor } from '@supercargo/tenancy';
import type { ToolDefinition } from './definition.ts';
import type { Limits } from './limits/limits.ts';
import type { Outside } from './remote/remote.ts';
import type { ServerDefinition } from './server-definition.ts';
import type { InputSchema, Tool } from './tool.ts';

/** A tool with what is computed from it once: its published definition's hash and its parsed schemas. */
export interface PreparedTool {
  readonly tool: Tool;
  readonly definition: ToolDefinition;
  readonly definitionHash: string;
  /** Its input as a client gives it: a write's with what every write takes. */
  readonly input: InputSchema;
}

/** What a running server has: the definition, and everything from outside that its calls use. */
export interface Runtime {
  readonly definition: ServerDefinition;
  readonly tools: ReadonlyMap<string, PreparedTool>;
  readonly door: TenantDoor;
  /** Keeps the records of calls that share no transaction with them. */
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly newNonce: () => string;
  /** What bounds how often calls are made. */
  readonly limits: Limits;
  /** The key of the keyed hash of arguments in the audit record. */
  readonly auditKey: string;
  /** What the definition made to reach its foreign system; undefined where it has none, and in every process but the worker. */
  readonly outside: Outside | undefined;
  /** Where the staff decide, signed in; undefined where no console is configured, and where customers are served. */
  readonly consoleOrigin: string | undefined;
  /** For faults that no caller is told about; `trace` is that of the call, where it was in one. */
  readonly onFault: (fault: unknown, where: string, trace?: string) => void;
  /** What is told of calls to those who run the server; undefined where nobody watches. */
  readonly telemetry?: Telemetry | undefined;
}

interface Known {
  readonly tenant: TenantId;
  readonly person: string;
  /** The configured agent id over stdio, the client's id over HTTP: unproven. */
  readonly agent: string;
  readonly client: string | null;
}

/** Who calls over stdio, by local configuration. */
export interface LocalPrincipal extends Known {
  readonly via: 'local';
}

/** Who calls over HTTP, as a verified access token says. */
export interface RemotePrincipal extends Known {
  readonly via: 'oauth';
  /** What the token was given for: a caller may do what is here and what their role grants. */
  readonly scopes: ReadonlySet<string>;
  /** The roles of the token, where its issuer is configured so: of the caller's roles in `people` only these count. Absent: all of them. */
  readonly limitedTo?: readonly string[];
  /** The customer whose rows alone may be seen; null for staff. */
  readonly customer: string | null;
}

/** Who calls, as the transport established it for this request. */
export type Principal = LocalPrincipal | RemotePrincipal;
