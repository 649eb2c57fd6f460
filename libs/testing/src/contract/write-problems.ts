import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { readRequest, recordConsent, type LedgerRequest } from '@supercargo/approval';
import { CustomerId } from '@supercargo/kernel';
import { handleDue, withCustomers, type CallOutcome, type Runtime, type WriteTool } from '@supercargo/mcp-kit';
import type { TenantDoor } from '@supercargo/tenancy';
import type { Founding } from '../found-tenant.ts';
import type { TestDatabase } from '../test-database.ts';
import { problemsOf, type Problems } from './definition-problems.ts';
import type { Input, ServerFacts, StoredPlan } from './facts.ts';
import { requestIdOf } from './good-input.ts';
import { TELLTALES } from './refusal-contract.ts';
import { openStage, stageOf, type Stage } from './stage.ts';

/** Where a write tool is tried: a server, and how its tenants are founded. */
export interface Trial {
  readonly database: TestDatabase;
  readonly facts: ServerFacts;
  readonly founding: Founding;
}

/** A tenant of its own, so that what one trial breaks no other finds broken. */
function stageOfItsOwn({ database, facts, founding }: Trial): Promise<Stage> {
  return openStage(database, facts, { founding: { ...founding, tenant: `trial-${randomBytes(6).toString('hex')}` } });
}

async function goodInput({ facts }: Trial, stage: Stage, tool: string): Promise<Input> {
  const make = facts.good[tool];
  if (make === undefined) throw new Error(`${tool} has no good input in the facts`);
  return make(stage);
}

function tenantOf(stage: Stage): StoredPlan['tenant'] {
  return stage.principal('nobody').tenant;
}

/** The door by which whoever asks reads and consents: a customer's is bound to them. */
function doorOf({ facts }: Trial, { runtime }: Stage): Pick<TenantDoor, 'read' | 'write'> {
  return facts.customer === undefined ? runtime.door : runtime.door.forCustomer(CustomerId.parse(facts.customer));
}

/** Whose worker does what was approved: that of the staff does it for customers as well. */
function workerOf({ database, facts }: Trial, stage: Stage): Runtime {
  const { staff } = facts;
  if (staff === undefined) return stage.runtime;
  const { tenant } = stage.principal('nobody');
  return stageOf(database, { ...staff, definition: withCustomers(staff.definition) }, tenant).runtime;
}

async function requestOf(trial: Trial, stage: Stage, id: string): Promise<LedgerRequest> {
  const request = await doorOf(trial, stage).read(stage.principal('nobody').tenant, (tx) => readRequest(tx, id));
  if (request === undefined) throw new Error('a request does not disappear');
  return request;
}

function storedPlan(stage: Stage, request: LedgerRequest): StoredPlan {
  const { effect, guards } = JSON.parse(request.plan) as Omit<StoredPlan, 'tenant'>;
  return { tenant: tenantOf(stage), effect, guards };
}

/** A request of a good input, approved and not executed yet. */
async function approved(
  trial: Trial,
  stage: Stage,
  tool: string,
): Promise<{ plan: StoredPlan; id: string; input: Input }> {
  const input = await goodInput(trial, stage, tool);
  // Afresh, whatever was asked before.
  const received = { ...input, idempotency_key: stage.runtime.newId() };
  const id = requestIdOf(await stage.call(trial.facts.mayAskAll, tool, received, { canShow: ['forms'] }));
  const request = await requestOf(trial, stage, id);
  await doorOf(trial, stage).write(stage.principal('nobody').tenant, (tx) => recordConsent(tx, id, request.planDigest));
  const { state } = await requestOf(trial, stage, id);
  if (state !== 'approved') throw new Error(`consent was to be enough for ${tool}, and it is ${state}`);
  return { plan: storedPlan(stage, request), id, input };
}

/** Each guard that the plan of a write names is broken once it is approved: the request ends, says why, and nothing is done. */
async function guardProblems(trial: Trial, tool: WriteTool): Promise<Problems> {
  const breakGuard = trial.facts.writes[tool.name]?.breakGuard ?? {};
  const first = await approved(trial, await stageOfItsOwn(trial), tool.name);
  const named = Object.keys(first.plan.guards);
  const problems: string[] = [
    ...named
      .filter((guard) => !Object.hasOwn(breakGuard, guard))
      .map((guard) => `no fact breaks its guard ${guard}: writes.${tool.name}.breakGuard.${guard}`),
    ...Object.keys(breakGuard)
      .filter((guard) => !named.includes(guard))
      .map((guard) => `the facts break ${guard}, which is no guard of its plan`),
  ];
  for (const guard of named) {
    const broken = await guardProblem(trial, tool, guard);
    if (broken !== undefined) problems.push(broken);
  }
  return problems;
}

async function guardProblem(trial: Trial, tool: WriteTool, guard: string): Promise<string | undefined> {
  const known = trial.facts.writes[tool.name];
  const breaks = known?.breakGuard[guard];
  if (known === undefined || breaks === undefined) return undefined;
  const stage = await stageOfItsOwn(trial);
  const { plan, id, input } = await approved(trial, stage, tool.name);
  await breaks(trial.database, plan);
  const before = await known.holds(stage, input);
  await handleDue(workerOf(trial, stage), stage.principal('nobody').tenant, id);
  const { state, reason } = await requestOf(trial, stage, id);
  if (state === 'executed') return `it was executed although its guard ${guard} was broken`;
  if (state !== 'invalidated') return `with its guard ${guard} broken it ended ${state}, not invalidated`;
  if (reason === null || reason.length < 10 || TELLTALES.test(reason)) {
    return `with its guard ${guard} broken it does not say in words what changed: ${String(reason)}`;
  }
  const after = await known.holds(stage, input);
  return isDeepStrictEqual(before, after) ? undefined : `with its guard ${guard} broken it was done all the same`;
}

/** Asked and consented to in one host, as far as it goes. */
async function executed(stage: Stage, person: string, tool: string, own: Input): Promise<CallOutcome> {
  const input = { ...own, idempotency_key: stage.runtime.newId() };
  const asked = await stage.call(person, tool, input, { canShow: ['forms'] });
  if (asked.kind !== 'consent') return asked;
  return stage.call(person, tool, input, { resumed: { requestId: asked.request.id, answer: 'given' } });
}

function resultOf(outcome: CallOutcome): Readonly<Record<string, unknown>> | undefined {
  if (outcome.kind !== 'answered' || outcome.structured['outcome'] !== 'executed') return undefined;
  return outcome.structured['result'] as Readonly<Record<string, unknown>>;
}

/** A write is executed, its compensating tool takes it back, and the system of record holds what it held before. */
async function undoProblems(trial: Trial, tool: WriteTool): Promise<Problems> {
  const { reversibility } = tool;
  const known = trial.facts.writes[tool.name];
  if (known === undefined || reversibility.kind !== 'compensable') return [];
  const { by } = reversibility;
  if (known.undo === undefined) return [`no fact undoes it by ${by}: writes.${tool.name}.undo`];
  const { mayAskAll } = trial.facts;
  const stage = await stageOfItsOwn(trial);
  const input = await goodInput(trial, stage, tool.name);
  const before = await known.holds(stage, input);
  const outcome = await executed(stage, mayAskAll, tool.name, input);
  const result = resultOf(outcome);
  if (result === undefined) return [`its good input was not executed: ${JSON.stringify(outcome)}`];
  if (isDeepStrictEqual(await known.holds(stage, input), before)) {
    return [`writes.${tool.name}.holds does not see what it does`];
  }
  const undone = await executed(stage, mayAskAll, by, known.undo(input, result));
  if (resultOf(undone) === undefined) return [`${by} did not take it back: ${JSON.stringify(undone)}`];
  const after = await known.holds(stage, input);
  if (isDeepStrictEqual(after, before)) return [];
  return [`after ${by} the system of record holds ${JSON.stringify(after)}, and held ${JSON.stringify(before)}`];
}

/** A function that the server may execute, of an owner whom nobody logs in as. */
async function functionProblems({ database, facts }: Trial, name: string, types: string): Promise<Problems> {
  const [found] = await database.admin<{ may: boolean; owner: string; definer: boolean }>(
    `select has_function_privilege($2, p.oid, 'execute') as may, r.rolname as owner, p.prosecdef as definer
     from pg_proc p join pg_roles r on r.oid = p.proowner where p.oid = to_regprocedure($1 || $3)`,
    [name, facts.login, types],
  );
  if (found === undefined) return [`its effect function ${name}${types} does not exist`];
  const owner = `supercargo_${facts.definition.name}_owner`;
  return problemsOf(
    [!found.may, `${facts.login} may not execute ${name}`],
    [found.owner !== owner, `${name} belongs to ${found.owner}, not to ${owner}`],
    [!found.definer, `${name} is not SECURITY DEFINER`],
  );
}

/** Its effect, and what settles it, or says that nobody knows, where it is on a foreign system. */
async function effectProblems(trial: Trial, tool: WriteTool): Promise<Problems> {
  const effect = await functionProblems(trial, tool.execute, '(uuid)');
  if (tool.remote === undefined) return effect;
  const { settle, unknown } = tool.remote;
  return [
    ...effect,
    ...(await functionProblems(trial, settle, '(uuid, bigint, text, text)')),
    ...(await functionProblems(trial, unknown, '(uuid, bigint, text)')),
  ];
}

type WriteCheck = (trial: Trial, tool: WriteTool) => Promise<Problems>;

/** What holds of each write tool by what it does, tried. */
export const WRITE_CHECKS: readonly (readonly [fact: string, check: WriteCheck])[] = [
  ['executes by a function that takes a request id and belongs to nobody who logs in', effectProblems],
  ['is not executed once a guard of its approved plan is broken, and says which', guardProblems],
  ['is taken back by the tool that undoes it, and nothing is left of it', undoProblems],
];
