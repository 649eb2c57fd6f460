import { claim, markUnknown, settleRemote, type Lease, type LedgerAnswer } from '@supercargo/approval';
import { assert, type TenantId } from '@supercargo/kernel';
import type { DueExecution } from '@supercargo/tenancy';
import type { Runtime } from '../runtime.ts';
import { worked, type Work } from '../telemetry/worked.ts';
import type { Instruction, NotFound, Remote, RemoteAnswer } from './remote.ts';

/** What a foreign system took just before the end of its time may become visible a little later. */
const MARGIN_MS = 5_000;

/**
 * One remote execution as far as it can go now: its lease taken, the foreign system told or asked, and what it said written down. Does
 * nothing where another worker holds it or it has ended. Killed anywhere, it is asked about by whoever claims it next.
 */
export async function carryOut(
  runtime: Runtime,
  tenant: TenantId,
  executionId: string,
  leaseMs: number,
): Promise<RemoteAnswer['kind'] | undefined> {
  return worked(runtime, 'remote', (work) => takeFurther(runtime, { tenant, executionId }, leaseMs, work));
}

async function takeFurther(
  runtime: Runtime,
  { tenant, executionId }: DueExecution,
  leaseMs: number,
  work: Work,
): Promise<RemoteAnswer['kind'] | undefined> {
  // Committed before anything leaves: from here on nobody sends it again.
  const lease = await runtime.door.write(tenant, (tx) => claim(tx, executionId, leaseMs));
  if (typeof lease === 'string') return undefined;
  const remote = remoteOf(runtime, lease.tool);
  work.name = lease.tool;
  const answer = await answerOf(runtime, remote, lease);
  const written = await runtime.door.write(tenant, (tx): Promise<LedgerAnswer> => {
    const { executionId: id, fence } = lease;
    if (answer.kind === 'unknown') {
      return markUnknown(tx, remote.unknown, { executionId: id, fence, reason: answer.reason });
    }
    const words = answer.kind === 'executed' ? answer.reference : answer.reason;
    return settleRemote(tx, remote.settle, { executionId: id, fence, outcome: answer.kind, words });
  });
  assert(written.refusal !== 'unknown_request', 'an execution does not disappear');
  // Overtaken by another holder of the lease, who writes down what they hear.
  if (written.refusal === null) work.outcome = answer.kind;
  return answer.kind;
}

function remoteOf(runtime: Runtime, name: string): Remote {
  const tool = runtime.tools.get(name)?.tool;
  const remote = tool?.effect === 'write' ? tool.remote : undefined;
  assert(remote !== undefined, `${name} takes effect on a foreign system`);
  return remote;
}

function instructionOf({ executionId, plan, expiresAt }: Lease): Instruction {
  const { effect, amount_minor: minor, currency } = plan;
  const amount = minor === null || currency === null ? null : { minor: BigInt(minor), currency };
  return { executionId, effect, amount, expiresAt };
}

async function answerOf(runtime: Runtime, remote: Remote, lease: Lease): Promise<RemoteAnswer> {
  if (lease.step === 'drop') return { kind: 'failed', reason: lease.detail ?? 'it was never sent' };
  const instruction = instructionOf(lease);
  try {
    if (lease.step === 'send') return await remote.send(instruction, runtime.outside);
    return finalOf(await remote.ask(instruction, runtime.outside), instruction);
  } catch (fault) {
    // A defect of the tool. What it had done by then nobody can say.
    runtime.onFault(fault, `worker ${lease.executionId}`);
    return { kind: 'unknown', reason: 'it could not be found out whether it happened' };
  }
}

/** What is not there may still arrive, until the foreign system takes it no more. */
function finalOf(answer: RemoteAnswer | NotFound, { expiresAt }: Instruction): RemoteAnswer {
  if (answer.kind !== 'not_found') return answer;
  return answer.at.getTime() >= expiresAt.getTime() + MARGIN_MS
    ? { kind: 'failed', reason: 'it never arrived, and is no longer taken' }
    : { kind: 'unknown', reason: 'it has not arrived yet, and may still' };
}
