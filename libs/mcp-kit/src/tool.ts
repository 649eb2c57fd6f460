import type { CanonicalValue } from '@supercargo/audit';
import type { EffectFunction, Proposal } from '@supercargo/approval';
import type { Clock, Result, TradeRefusal } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import type * as z from 'zod';
import type { Remote } from './remote/remote.ts';

/** What a tool sees: the tenant's READ ONLY transaction, the time, fresh ids and who calls. Never the SDK, Prisma or Express. */
export interface ToolDeps {
  readonly tx: TenantTx;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly caller: Caller;
}

export interface Caller {
  readonly person: string;
  readonly roles: readonly string[];
  /** Through what they call, as the request's plan names it: unproven. */
  readonly agent: string;
}

/** Why a tool will not answer, in the words of its trade. */
export type ToolRefusal = TradeRefusal;

/** A tool's own arguments, after parsing: JSON whose numbers are whole. */
export type InputSchema = z.ZodObject<z.ZodRawShape, z.core.$strict>;
export type OutputSchema = z.ZodType<Record<string, unknown>>;

interface ToolBase<I extends InputSchema> {
  /** `^[a-zA-Z0-9_-]{1,64}$`: hosts reject dots. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** All of these are needed to call it. */
  readonly scopes: readonly [string, ...string[]];
  readonly input: I;
}

export interface ReadTool<
  I extends InputSchema = InputSchema,
  O extends OutputSchema = OutputSchema,
> extends ToolBase<I> {
  readonly effect: 'read';
  readonly output: O;
  readonly read: (input: z.output<I>, deps: ToolDeps) => Promise<Result<z.input<O>, ToolRefusal>>;
}

/** How a write can be taken back. A compensating tool exists, and its own test undoes this one. */
export type Reversibility =
  | { readonly kind: 'compensable'; readonly by: string; readonly until: string }
  | { readonly kind: 'irreversible'; readonly why: string };

export interface WriteTool<I extends InputSchema = InputSchema> extends ToolBase<I> {
  readonly effect: 'write';
  readonly reversibility: Reversibility;
  /** The SQL function that executes the stored plan; it takes the request's id and nothing else. */
  readonly execute: EffectFunction;
  /**
   * How it takes effect on a foreign system. `execute` then ends in `approval.dispatch` and not in `consume` and `conclude`; the server's
   * worker does the rest.
   */
  readonly remote?: Remote;
  /** Validates and reads current state; decides nothing and writes nothing. */
  readonly plan: (input: z.output<I>, deps: ToolDeps) => Promise<Result<Proposal, ToolRefusal>>;
  /** What was done, read back from the system of record by the effect's result. */
  readonly readBack: (result: Readonly<Record<string, CanonicalValue>>, deps: ToolDeps) => Promise<ReadBack>;
}

type ReadBackValue = string | number | boolean | null | { readonly origin: string; readonly text: string };

/** What the system of record says of something that a write touched. */
export type ReadBack = Record<string, ReadBackValue>;

/** A tool about the ledger itself: it reads or withdraws requests, and has no effect in the trade. */
export interface LedgerTool<
  I extends InputSchema = InputSchema,
  O extends OutputSchema = OutputSchema,
> extends ToolBase<I> {
  readonly effect: 'ledger';
  readonly output: O;
  readonly run: (input: z.output<I>, deps: ToolDeps) => Promise<Result<z.input<O>, ToolRefusal>>;
}

export type Tool = ReadTool | WriteTool | LedgerTool;

/** A tool as a value that describes itself. A write without a plan, an effect and an undo does not compile. */
export function defineReadTool<I extends InputSchema, O extends OutputSchema>(
  tool: Omit<ReadTool<I, O>, 'effect'>,
): ReadTool {
  return { effect: 'read', ...tool } as unknown as ReadTool;
}

export function defineWriteTool<I extends InputSchema, Outside = never>(
  tool: Omit<WriteTool<I>, 'effect' | 'remote'> & { readonly remote?: Remote<Outside> },
): WriteTool {
  return { effect: 'write', ...tool } as unknown as WriteTool;
}

export function defineLedgerTool<I extends InputSchema, O extends OutputSchema>(
  tool: Omit<LedgerTool<I, O>, 'effect'>,
): LedgerTool {
  return { effect: 'ledger', ...tool } as unknown as LedgerTool;
}
