import { ask, planText, type Card, type PlanText } from '@supercargo/approval';
import { decimal, TenantId, type Money } from '@supercargo/kernel';
import { requiredFor } from '@supercargo/policy';
import type { TenantTx } from '@supercargo/tenancy';
import type { TestDatabase } from '@supercargo/testing';

/** Where is asked: at a database of a test's own. */
interface Stage {
  readonly database: TestDatabase;
}

export interface Wish {
  readonly tenant?: string;
  readonly requester?: string;
  readonly minor?: bigint;
  readonly sentence?: string;
  readonly agent?: string;
  /** What the agent wrote, in its own words. */
  readonly words?: string;
  readonly arguments?: Readonly<Record<string, string>>;
}

const DEFINITION = 'd'.repeat(64);

const newId = (): string => crypto.randomUUID();

/** A request that waits, asked for as the Inventory server asks; its id. 5,000.00 unless said, which needs one other person. */
export async function asked(stage: Stage, wish: Wish = {}): Promise<string> {
  await stage.database.admin(
    "insert into approval.definition (server, tool, hash) values ('inventory', 'create_reorder', $1) on conflict do nothing",
    [DEFINITION],
  );
  const tenant = TenantId.parse(wish.tenant ?? 'acme');
  const door = stage.database.door('supercargo_inventory', { connectionsMax: 1 });
  try {
    const answer = await door.write(tenant, async (tx) => ask(tx, await planOf(tx, wish), newId()));
    if (answer.requestId === null) throw new Error(`not asked: ${String(answer.refusal)} ${String(answer.detail)}`);
    return answer.requestId;
  } finally {
    await door.close();
  }
}

async function planOf(tx: TenantTx, wish: Wish): Promise<PlanText> {
  const { requester = 'mara', agent = 'desk', minor = 5_000_00n } = wish;
  const amount: Money = { minor, currency: 'EUR' };
  const of = { server: 'inventory', tool: 'create_reorder', amount, units: null, requester };
  const verdict = await requiredFor(tx, of);
  if (!verdict.ok) throw new Error(verdict.refusal);
  const createdAt = new Date();
  const shown = { sentence: wish.sentence ?? 'Order 400 of COF-1KG.', changes: [], flags: [], guards: [], facts: [] };
  const words = wish.words === undefined ? null : { origin: 'agent', text: wish.words };
  const card: Card = {
    ...{ ...shown, undo: 'cancel_reorder', cost: { amount: decimal(amount), currency: 'EUR' }, units: null },
    ...{ why: 'it costs more than 1,000.00 EUR', asked_by: { person: requester, agent, words } },
    expires_at: new Date(createdAt.getTime() + verdict.value.waitingSeconds * 1_000).toISOString(),
  };
  return planText(
    {
      ...{ id: newId(), nonce: newId(), createdAt, server: 'inventory', tool: 'create_reorder' },
      ...{ definition: DEFINITION, arguments: wish.arguments ?? { sku: 'COF-1KG', once: newId() } },
      asker: { tenant: tx.tenant, person: requester, personName: requester, agent, client: null },
      ...{ caseId: null, verdict: verdict.value, card },
    },
    {
      ...{ effect: { sku: 'COF-1KG' }, guards: { supplier_id: 'beans' }, amount, units: null },
      card: { ...shown, undo: 'cancel_reorder' },
    },
  );
}

/** Where a request stands in the ledger, and who decided about it, how. */
export async function ledgerSays(
  stage: Stage,
  id: string,
): Promise<{ readonly state: string; readonly reason: string | null; readonly decisions: readonly string[] }> {
  const [row] = await stage.database.admin<{ state: string; reason: string | null; decisions: string[] }>(
    `select r.state, r.reason, array(select d.person || ' ' || d.verdict || ' via ' || d.via from approval.decision d
       where (d.tenant_id, d.request_id) = (r.tenant_id, r.id) order by d.at) as decisions
     from approval.request r where r.id = $1`,
    [id],
  );
  if (row === undefined) throw new Error('no such request');
  return row;
}
