import { assert } from '@supercargo/kernel';
import type { Standing } from '@supercargo/policy';
import type { TenantTx } from '@supercargo/tenancy';
import type { PreparedTool, Principal, Runtime } from '../runtime.ts';
import type { ResourceTemplate } from '../server-definition.ts';
import type { CallRefusal } from './refusal.ts';

/** What the steps find, each for those after it and for the record. */
export interface Found {
  /** The name and scopes of what is called, tool or resource. */
  target: { readonly name: string; readonly scopes: readonly string[] };
  tool: PreparedTool;
  resource: { readonly template: ResourceTemplate; readonly variable: string };
  standing: Standing;
  input: Record<string, unknown>;
}

/** One call on its way through the steps, in the caller's READ ONLY transaction. */
export interface Call {
  readonly runtime: Runtime;
  readonly principal: Principal;
  readonly tx: TenantTx;
  /** The tool's name, or the resource's URI. */
  readonly name: string;
  readonly received: unknown;
  readonly found: Partial<Found>;
}

/** A step refuses the call, or leaves what it found. */
export type CallStep = (call: Call) => Promise<CallRefusal | undefined> | CallRefusal | undefined;

/** What an earlier step has found. A step moved before the one that it stands on is a defect, and throws. */
export function foundIn<K extends keyof Found>(call: Call, what: K): Found[K] {
  const value = call.found[what];
  assert(value !== undefined, `the step that finds the ${what} comes first`);
  return value;
}

/** Takes the call through the steps, in order, up to the first refusal. */
export async function throughSteps(call: Call, steps: readonly CallStep[]): Promise<CallRefusal | undefined> {
  for (const step of steps) {
    // Most steps have nothing to wait for, and each wait is a turn of the queue.
    const answer = step(call);
    const refusal = answer instanceof Promise ? await answer : answer;
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
