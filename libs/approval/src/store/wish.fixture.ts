import type { CanonicalValue } from '@supercargo/audit';
import { assert, type Money } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import { newId } from '../new-id.ts';

/** COF-1KG costs 12.50, so 400 of it 5,000.00; TEA-100 costs 9.99, so 100 of it 999.00. */
export const COFFEE_5000 = { sku: 'COF-1KG', quantity: 400 } as const;
export const TEA_999 = { sku: 'TEA-100', quantity: 100 } as const;

export type PlanObject = Readonly<Record<string, CanonicalValue | undefined>>;

/** What somebody wants ordered, and how an attacker who holds the server's login would write it down instead. */
export interface Wish {
  readonly sku?: string;
  readonly quantity?: number;
  readonly requester?: string;
  readonly agent?: string;
  readonly client?: string;
  /** The purchase order to cancel; the wish is then for cancel_reorder. */
  readonly cancel?: string;
  /** Units to put on or take off the stock in Hamburg; the wish is then for adjust_stock. */
  readonly adjust?: number;
  readonly forge?: (plan: PlanObject) => PlanObject;
  /** Keeps the honest card beside a forged amount or number of units. */
  readonly keepCard?: boolean;
}

/** What an honest tool makes of a wish. */
interface Intent {
  readonly tool: string;
  readonly sentence: string;
  readonly arguments: Readonly<Record<string, CanonicalValue>>;
  readonly effect: Readonly<Record<string, CanonicalValue>>;
  readonly guards: Readonly<Record<string, string>>;
  readonly amount: Money | null;
  readonly units: number | null;
}

const PRICE = {
  name: 'fixture_price',
  text: 'select price_minor, currency, supplier_id from inventory.item where tenant_id = app.tenant() and sku = $1',
} as const;

const ORDERED = {
  name: 'fixture_ordered',
  text: `select format('%s %s from %s for %s %s', quantity, sku, supplier_id, amount_minor, currency) as text
         from inventory.purchase_order where tenant_id = app.tenant() and id = $1`,
} as const;

async function orderedText(tx: TenantTx, id: string): Promise<string> {
  const [row] = await tx.query<{ text: string }>(ORDERED, [id]);
  return row?.text ?? 'nothing';
}

export async function intentOf(tx: TenantTx, wish: Wish): Promise<Intent> {
  const { sku = COFFEE_5000.sku, quantity = COFFEE_5000.quantity, cancel, adjust } = wish;
  if (cancel !== undefined) {
    return {
      ...{ tool: 'cancel_reorder', sentence: `Cancel ${cancel}.`, arguments: { purchase_order: cancel } },
      ...{ effect: { purchase_order_id: cancel }, amount: null, units: null },
      guards: { purchase_order_state: 'open', ordered: await orderedText(tx, cancel) },
    };
  }
  if (adjust !== undefined) {
    const taken = adjust < 0 ? { on_hand_at_least: (-adjust).toString() } : {};
    return {
      ...{ tool: 'adjust_stock', sentence: `Adjust the stock of ${sku} by ${adjust}.` },
      arguments: { sku, warehouse: 'HAM-1', change: adjust, reason: 'a count' },
      effect: { sku, warehouse_id: 'HAM-1', change: adjust, reason: 'a count' },
      ...{ guards: { stock: 'recorded', ...taken }, amount: null, units: Math.abs(adjust) },
    };
  }
  const [item] = await tx.query<{ price_minor: string; currency: string; supplier_id: string }>(PRICE, [sku]);
  assert(item !== undefined, 'the item of a wish exists');
  const { price_minor, currency, supplier_id } = item;
  return {
    ...{ tool: 'create_reorder', sentence: `Order ${quantity} of ${sku}.` },
    arguments: { sku, quantity, warehouse: 'HAM-1' },
    effect: { purchase_order_id: newId(), sku, quantity, warehouse_id: 'HAM-1' },
    guards: { price_minor, currency, supplier_id },
    ...{ amount: { minor: BigInt(price_minor) * BigInt(quantity), currency }, units: null },
  };
}
