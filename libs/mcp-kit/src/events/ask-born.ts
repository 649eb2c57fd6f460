import { askBorn, LEDGER_REFUSALS, type Asker, type Proposal } from '@supercargo/approval';
import type { TakenEvent } from '@supercargo/events';
import { assert, sayName } from '@supercargo/kernel';
import { readNames, readStanding } from '@supercargo/policy';
import type { TenantTx } from '@supercargo/tenancy';
import type { Runtime } from '../runtime.ts';
import type { ToolDeps } from '../tool.ts';
import { textOf, type PreparedWrite } from '../write/plan-write.ts';
import { EventFault, type BornAnswer } from './consumer.ts';

/** A policy published between planning and asking is met by planning again, a few times at most. */
const PLANS_MAX = 3;
/** A switch, a missing rule, too many requests that wait: somebody mends it, and then it is asked for after all. */
const WAITS = { waits: true };
/** A line of a card. */
const FLAG_LENGTH_MAX = 300;

/** Asks for what an event leads to, in the transaction that took it. What the ledger refuses is a fault of the event; a plan's refusal is not. */
export async function askFromEvent(
  runtime: Runtime,
  tx: TenantTx,
  event: TakenEvent,
  toolName: string,
  input: Readonly<Record<string, unknown>>,
): Promise<BornAnswer> {
  const prepared = writeToolOf(runtime, toolName);
  const { tool } = prepared;
  const [first, ...others] = event.chain;
  if (first === undefined) throw new EventFault(`nobody asked for what ${event.topic} ${event.key} tells of`);
  const { asker, roles } = await askerOf(tx, event, first, toolName);
  const own = tool.input.parse(input);
  const caller = { person: first, roles, agent: asker.agent };
  const deps: ToolDeps = { tx, clock: runtime.clock, newId: runtime.newId, caller };
  for (let attempt = 1; ; attempt += 1) {
    const proposal = await tool.plan(own, deps);
    if (!proposal.ok) return { requestId: null, outcome: `not asked for: ${proposal.refusal.reason}` };
    const text = await textOf(runtime, tx, prepared, await flagged(tx, event, proposal.value), {
      ...{ own, asker, caseId: event.caseId, words: null },
      birth: { event: event.id, chain: [first, ...others] },
    });
    if (!text.ok) throw new EventFault(LEDGER_REFUSALS[text.refusal], WAITS);
    const answer = await askBorn(tx, event.id, text.value);
    if (answer.refusal === 'policy_moved' && attempt < PLANS_MAX) continue;
    if (answer.refusal !== null) {
      throw new EventFault(LEDGER_REFUSALS[answer.refusal], { waits: answer.refusal !== 'not_what_was_told' });
    }
    assert(answer.requestId !== null, 'the ledger names the request it made');
    return { requestId: answer.requestId, outcome: `asked for ${tool.name}, request ${answer.requestId}` };
  }
}

/** A person has so many names before them; whoever is not among them is refused by the ledger all the same. */
const NAMES_MAX = 5;
const NAME_LENGTH_MAX = 30;

/** The proposal with a flag that says what led to it, and who had their say before. */
async function flagged(tx: TenantTx, event: TakenEvent, proposal: Proposal): Promise<Proposal> {
  const names = await readNames(tx, event.chain);
  const said = event.chain.slice(0, NAMES_MAX).map((person) => sayName(names.get(person) ?? person, NAME_LENGTH_MAX));
  const more = event.chain.length > NAMES_MAX ? [`${event.chain.length - NAMES_MAX} more`] : [];
  const flag = `nobody asked for this in person: ${event.topic} ${sayName(event.key)} led to it. ${[...said, ...more].join(', ')} had their say before, and cannot approve it`;
  return { ...proposal, card: { ...proposal.card, flags: [...proposal.card.flags, flag.slice(0, FLAG_LENGTH_MAX)] } };
}

function writeToolOf(runtime: Runtime, name: string): PreparedWrite {
  const prepared = runtime.tools.get(name);
  assert(prepared?.tool.effect === 'write', `${name} is a write tool of this server`);
  return { ...prepared, tool: prepared.tool };
}

/** Who asked first, as who asks now: through the event, which stands where an agent would. */
async function askerOf(
  tx: TenantTx,
  event: TakenEvent,
  person: string,
  tool: string,
): Promise<{ readonly asker: Asker; readonly roles: readonly string[] }> {
  const agent = `event ${event.topic}`;
  const standing = await readStanding(tx, { person, agent, client: null }, tool);
  if (standing === undefined) throw new EventFault(`${person}, who asked first, is no longer active`);
  if (standing.stoppedBy !== null) throw new EventFault('an administrator stopped this', WAITS);
  const asker: Asker = { tenant: tx.tenant, person, personName: sayName(standing.personName), agent, client: null };
  return { asker, roles: standing.roles };
}
