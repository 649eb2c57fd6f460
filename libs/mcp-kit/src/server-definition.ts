import type { Env, Home } from '@supercargo/cluster';
import type { Result } from '@supercargo/kernel';
import type { EventConsumer } from './events/consumer.ts';
import type { Outside } from './remote/remote.ts';
import type { Tool, ToolDeps, ToolRefusal } from './tool.ts';

/** A resource as a value: `{id}` in the template is what the reader is given; without a variable it is one resource, given ''. */
export interface ResourceTemplate {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** One variable at most, such as `inventory://warehouse/{id}/stock`, or none, such as `inventory://low-stock`. */
  readonly uriTemplate: string;
  /** Whether clients may subscribe to it: it is then read again and again for each of them. Absent: they may not. */
  readonly watchable?: boolean;
  readonly scopes: readonly [string, ...string[]];
  readonly read: (variable: string, deps: ToolDeps) => Promise<Result<Record<string, unknown>, ToolRefusal>>;
}

/** A prompt as a value: text of ours, without data. */
export interface Prompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly text: string;
}

/** What a server offers to customers: reads of what is theirs, and what they may ask for. */
export interface CustomerSide {
  readonly instructions: string;
  readonly tools: readonly Tool[];
  /** What the role `customer` may be given. */
  readonly scopes: readonly [own: string, ...more: readonly string[]];
}

/** Everything a server is, without how it is reached. */
export interface ServerDefinition {
  /** The server's name in logins, policy and audit, such as `inventory`. */
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly instructions: string;
  readonly tools: readonly Tool[];
  readonly resources: readonly ResourceTemplate[];
  readonly prompts: readonly Prompt[];
  /** What it does about what other servers tell, one for each topic that it consumes. Run by its worker. */
  readonly consumers?: readonly EventConsumer[];
  /** Makes what reaches the server's foreign system, once, when its worker starts. A configuration that is not accepted throws. */
  readonly outside?: (from: { readonly env: Env; readonly home: Home }) => Promise<Outside>;
  /** What customers may ask, on a deployment of their own that works by the login of customers. Absent: nothing. */
  readonly customers?: CustomerSide;
  /** Whom this definition serves: staff where it is absent. Set by `customerFacing` alone. */
  readonly faces?: 'customers';
  /** What each role may ask of this server. A role that is not listed may ask for nothing. */
  readonly scopesByRole: Readonly<Record<string, readonly string[]>>;
}

/** The scopes of all roles together: what a caller may do is these, and nothing that no role grants. */
export function scopesOf(definition: ServerDefinition, roles: readonly string[]): ReadonlySet<string> {
  return new Set(
    roles.flatMap((role) =>
      Object.hasOwn(definition.scopesByRole, role) ? (definition.scopesByRole[role] ?? []) : [],
    ),
  );
}
