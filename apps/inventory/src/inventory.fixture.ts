import { fileURLToPath } from 'node:url';
import { demoLoader, peopleOf, type Stage } from '@supercargo/testing';
import { DEMO } from './import/demo/load-demo.ts';
import { inventory } from './server.ts';
import { INVENTORY_WRITES } from './store/writes.fixture.ts';

/** Words of acme's story that no other company's has: seen there, they came through the wall. */
export const WORDS_OF_ACME = [
  'HAM-1',
  'RTM-1',
  'Hamburg',
  'Finca La Esperanza',
  '12.50',
  'washed arabica',
  'TEA-ASM',
  'acme',
] as const;

/** A purchase order that this person had executed by their own consent; its id. */
export async function newPurchaseOrder(stage: Stage, person: string, quantity = 2): Promise<string> {
  const input = { sku: 'PKG-BAG1', quantity, warehouse: 'HAM-1' };
  return String((await peopleOf(stage).executed(person, 'create_reorder', input))['purchase_order_id']);
}

/** Inventory, as the contract of all servers needs to know it. */
export const INVENTORY = {
  definition: inventory,
  login: 'supercargo_inventory',
  load: demoLoader(DEMO),
  source: fileURLToPath(new URL('./', import.meta.url)),
  mayAskAll: 'everybody',
  good: {
    find_items: async () => ({ text: 'coffee', supplier: 'SUP-FINCA', warehouse: 'HAM-1', limit: 5 }),
    get_stock: async () => ({ sku: 'COF-1KG', warehouse: 'HAM-1' }),
    list_low_stock: async () => ({ supplier: 'SUP-FINCA', warehouse: 'HAM-1', limit: 5 }),
    forecast_stockout: async () => ({ sku: 'COF-1KG', warehouse: 'HAM-1', horizon_days: 30 }),
    list_reorders: async () => ({
      states: ['open'],
      sku: 'COF-1KG',
      supplier: 'SUP-FINCA',
      warehouse: 'HAM-1',
      limit: 5,
    }),
    create_reorder: async (stage: Stage) => ({
      ...{ sku: 'COF-1KG', quantity: 3, warehouse: 'HAM-1', reason: 'stock is low' },
      idempotency_key: stage.runtime.newId(),
    }),
    cancel_reorder: async (stage: Stage) => ({
      purchase_order_id: await newPurchaseOrder(stage, 'everybody'),
    }),
    adjust_stock: async (stage: Stage) => ({
      ...{ sku: 'COF-1KG', warehouse: 'HAM-1', change: -2, reason: 'two bags were torn' },
      idempotency_key: stage.runtime.newId(),
    }),
    transfer_stock: async (stage: Stage) => ({
      ...{ sku: 'COF-1KG', from: 'RTM-1', to: 'HAM-1', quantity: 2 },
      idempotency_key: stage.runtime.newId(),
    }),
  },
  write: {
    tool: 'create_reorder',
    inputs: [
      { sku: 'COF-1KG', quantity: 4, warehouse: 'HAM-1' },
      { sku: 'TEA-ASM', quantity: 5, warehouse: 'RTM-1' },
    ],
  },
  writes: INVENTORY_WRITES,
} as const;
