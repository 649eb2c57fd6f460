import type { Clock, TenantId } from '@supercargo/kernel';
import type { TenantDoor } from '@supercargo/tenancy';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Outside } from './remote/remote.ts';
import type { ServerDefinition } from './server-definition.ts';
import type { Tool } from './tool.ts';

/** A tool with what is computed from it once: its published definition's hash and its parsed schemas. */
export interface PreparedTool {
  readonly tool: Tool;
  readonly definitionHash: string;
}

/** What a running server has: the definition, and everything from outside that its calls use. */
export interface Runtime {
  readonly definition: ServerDefinition;
  readonly tools: ReadonlyMap<string, PreparedTool>;
  readonly door: TenantDoor;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly newNonce: () => string;
  readonly limiter: RateLimiterAbstract;
  /** The key of the keyed hash of arguments in the audit record. */
  readonly auditKey: string;
  /** What the definition made to reach its foreign system; undefined where it has none, and in every process but the worker. */
  readonly outside: Outside | undefined;
  /** For faults that no caller is told about. */
  readonly onFault: (fault: unknown, where: string) => void;
}

/** Who calls, as the transport established it: by local configuration over stdio. */
export interface Principal {
  readonly tenant: TenantId;
  readonly person: string;
  readonly via: 'local';
  /** The configured agent id, unproven. */
  readonly agent: string;
  readonly client: string | null;
}
