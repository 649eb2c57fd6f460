import { canonicalText, digest } from '@supercargo/audit';
import { assert, decimal, type TenantId } from '@supercargo/kernel';
import { requiredFor } from '@supercargo/policy';
import type { TenantDoor } from '@supercargo/tenancy';
import { newId } from '../new-id.ts';
import { planText, type PlanText } from '../plan.ts';
import type { LedgerAnswer } from './answer-row.ts';
import { ask, decideBySecret, execute, recordConsent, type EffectFunction } from './ledger.ts';
import { readRequest } from './requests.ts';
import { intentOf, type PlanObject, type Wish } from './wish.fixture.ts';

export { COFFEE_5000, TEA_999, type PlanObject, type Wish } from './wish.fixture.ts';

/** The part of a test's database that a company is opened on. */
interface Database {
  admin(text: string, parameters?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  door(
    login: 'supercargo_inventory' | 'supercargo_terminal' | 'supercargo_importer',
    overrides?: { readonly connectionsMax: number },
  ): TenantDoor;
}

/** A founded tenant with items to order, seen through the doors of the programs that serve it. */
export interface Company {
  readonly tenant: TenantId;
  readonly inventory: TenantDoor;
  readonly terminal: TenantDoor;
  readonly importer: TenantDoor;
  /** As the superuser, to arrange and to look behind the walls. */
  admin(text: string, parameters?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
}

export const DEFINITION = 'd'.repeat(64);

const ITEMS = `insert into inventory.item (tenant_id, sku, description, unit, supplier_id, price_minor, currency)
  values (app.tenant(), 'COF-1KG', 'Coffee', 'EA', 'beans', 1250, 'EUR'), (app.tenant(), 'TEA-100', 'Tea', 'EA', 'beans', 999, 'EUR')`;

/** Opens the founded tenant: definitions published, suppliers, a warehouse and items imported. */
export async function openCompany(database: Database, tenant: TenantId): Promise<Company> {
  await database.admin(
    `insert into approval.definition (server, tool, hash)
     values ('inventory', 'create_reorder', $1), ('inventory', 'cancel_reorder', $1), ('inventory', 'adjust_stock', $1) on conflict do nothing`,
    [DEFINITION],
  );
  const importer = database.door('supercargo_importer', { connectionsMax: 2 });
  await importer.write(tenant, async (tx) => {
    const rows = [
      `insert into inventory.supplier (tenant_id, id, name)
       values (app.tenant(), 'beans', 'Beans GmbH'), (app.tenant(), 'leaves', 'Leaves Ltd')`,
      "insert into inventory.warehouse (tenant_id, id, name) values (app.tenant(), 'HAM-1', 'Hamburg')",
      ITEMS,
      `insert into inventory.stock (tenant_id, warehouse_id, sku, on_hand, recorded_at)
       values (app.tenant(), 'HAM-1', 'COF-1KG', 5, clock_timestamp())`,
    ];
    for (const [index, text] of rows.entries()) await tx.query({ name: `company_${index}`, text });
  });
  return {
    tenant,
    importer,
    inventory: database.door('supercargo_inventory', { connectionsMax: 16 }),
    terminal: database.door('supercargo_terminal', { connectionsMax: 20 }),
    admin: (text, parameters) => database.admin(text, parameters),
  };
}

export interface Planned {
  readonly id: string;
  readonly text: PlanText;
}

/** Plans as the Inventory server does: facts read, policy asked, canonical text made. */
export async function plan(company: Company, wish: Wish = {}): Promise<Planned> {
  const { requester = 'mara' } = wish;
  return company.inventory.read(company.tenant, async (tx) => {
    const { tool, sentence, arguments: own, effect, guards, amount, units } = await intentOf(tx, wish);
    const verdict = await requiredFor(tx, { server: 'inventory', tool, amount, units, requester });
    assert(verdict.ok, 'the policy has an answer for a wish');
    const id = newId();
    const createdAt = new Date();
    const expires_at = new Date(createdAt.getTime() + verdict.value.waitingSeconds * 1000).toISOString();
    const shown = { sentence, changes: [], flags: [], guards: [], facts: [], undo: 'not needed' };
    const cost = amount === null ? null : { amount: decimal(amount), currency: amount.currency };
    const text = planText(
      {
        ...{ id, nonce: newId(), createdAt, server: 'inventory', tool, definition: DEFINITION, arguments: own },
        asker: {
          ...{ tenant: company.tenant, person: requester, personName: requester },
          ...{ agent: wish.agent ?? 'desk', client: wish.client ?? null },
        },
        ...{ caseId: null, verdict: verdict.value },
        card: {
          ...{ ...shown, cost, units },
          ...{ why: 'a test', asked_by: { person: requester, agent: 'desk', words: null }, expires_at },
        },
      },
      { ...{ effect, guards, amount, units }, card: shown },
    );
    return { id, text: wish.forge === undefined ? text : forged(text, wish) };
  });
}

/** A plan as an attacker writes it. Who lies about the amount or units makes the card say the same, unless told to keep it. */
function forged(text: PlanText, { forge, keepCard }: Pick<Wish, 'forge' | 'keepCard'>): PlanText {
  const honest = JSON.parse(text.plan) as PlanObject;
  const plan = forge?.(honest) ?? honest;
  const { amount_minor: minor, currency, units = null } = plan;
  const lies = ['amount_minor', 'currency', 'units'].some((member) => plan[member] !== honest[member]);
  if (keepCard === true || !lies || plan['card'] !== honest['card']) return { ...text, plan: canonicalText(plan) };
  const readable = typeof minor === 'string' && /^\d+$/.test(minor) && currency === 'EUR';
  const cost = readable ? { amount: decimal({ minor: BigInt(minor), currency }), currency } : null;
  const card = canonicalText({ ...(JSON.parse(text.card) as PlanObject), cost, units });
  return { ...text, card, plan: canonicalText({ ...plan, card: digest('card', card).toString('hex') }) };
}

export async function askPlanned(company: Company, planned: Planned, key: string | null = null): Promise<LedgerAnswer> {
  return company.inventory.write(company.tenant, (tx) => ask(tx, planned.text, key));
}

/** Plans and asks in one. */
export async function askFor(company: Company, wish: Wish = {}, key: string | null = null): Promise<LedgerAnswer> {
  return askPlanned(company, await plan(company, wish), key);
}

/** The id of a request that waits for its approval. */
export async function waiting(company: Company, wish: Wish = {}, key: string | null = null): Promise<string> {
  const { requestId, state, refusal } = await askFor(company, wish, key);
  assert(requestId !== null && state === 'waiting', `the wish waits: ${refusal ?? String(state)}`);
  return requestId;
}

async function digestOf(company: Company, id: string): Promise<Buffer> {
  const request = await company.terminal.read(company.tenant, (tx) => readRequest(tx, id));
  return request?.planDigest ?? Buffer.alloc(32);
}

/** The requester's own yes, as the Inventory server hands it on. */
export async function consent(company: Company, id: string): Promise<LedgerAnswer> {
  const digest = await digestOf(company, id);
  return company.inventory.write(company.tenant, (tx) => recordConsent(tx, id, digest));
}

/** Another person's decision on a terminal. */
export async function decide(
  company: Company,
  id: string,
  person: string,
  how: {
    readonly secret?: string;
    readonly approve?: boolean;
    readonly reason?: string;
    readonly digest?: Buffer;
  } = {},
): Promise<LedgerAnswer> {
  const planDigest = how.digest ?? (await digestOf(company, id));
  const { secret = `secret of ${person}`, approve = true, reason = null } = how;
  return company.terminal.write(company.tenant, (tx) =>
    decideBySecret(tx, { requestId: id, person, secret, planDigest, approve, reason }),
  );
}

/** What the Inventory server and its worker do with an approved request. */
export async function carryOut(
  company: Company,
  id: string,
  effect: EffectFunction = 'inventory.create_reorder',
): Promise<LedgerAnswer> {
  return company.inventory.write(company.tenant, (tx) => execute(tx, effect, id));
}

export interface Seen {
  readonly state: string;
  readonly reason: string | null;
  readonly executions: number;
  readonly orders: number;
  /** The kinds of its audit records, in order. */
  readonly record: readonly string[];
}

const SEEN = `
  select r.state, r.reason,
    (select count(*)::int from approval.execution e where (e.tenant_id, e.request_id) = (r.tenant_id, r.id)) as executions,
    (select count(*)::int from inventory.purchase_order o
       join approval.execution e on (e.tenant_id, e.id) = (o.tenant_id, o.ordered_by)
     where (e.tenant_id, e.request_id) = (r.tenant_id, r.id)) as orders,
    array(select a.kind from audit.entry a where (a.tenant_id, a.request_id) = (r.tenant_id, r.id) order by a.at) as record
  from approval.request r where r.tenant_id = $1 and r.id = $2`;

/** Where a request stands and what came of it, as the superuser sees it. */
export async function look(company: Company, id: string): Promise<Seen> {
  const [row] = await company.admin(SEEN, [company.tenant, id]);
  assert(row !== undefined, 'a request that was asked is there');
  return row as unknown as Seen;
}

/** How many purchase orders the tenant has: what every attack is about. */
export async function ordersOf(company: Company): Promise<number> {
  const [row] = await company.admin(
    'select count(*)::int as orders from inventory.purchase_order where tenant_id = $1',
    [company.tenant],
  );
  return Number(row?.['orders']);
}
