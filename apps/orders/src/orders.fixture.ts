import { fileURLToPath } from 'node:url';
import { addDays, dayOf } from '@supercargo/kernel';
import { demoLoader, peopleOf, type Stage } from '@supercargo/testing';
import { DEMO } from './import/demo/load-demo.ts';
import { orders } from './server.ts';
import { ORDERS_WRITES } from './store/writes.fixture.ts';

/** A day from today, as the demo's own days are. */
export const inDays = (days: number): string => addDays(dayOf(new Date()), days);

/** A flag of another shipment each time, raised by this person’s own consent; its id. */
export async function newFlag(stage: Stage, person: string, order = 'SO-1002'): Promise<string> {
  const shipment = `SHP-${stage.runtime.newId()}`;
  const input = { order, kind: 'late_shipment', severity: 'critical', note: 'stuck', shipment };
  return String((await peopleOf(stage).executed(person, 'flag_order', input))['flag_id']);
}

/** Orders, as the contract of all servers needs to know it. */
export const ORDERS = {
  definition: orders,
  login: 'supercargo_orders',
  load: demoLoader(DEMO),
  source: fileURLToPath(new URL('./', import.meta.url)),
  mayAskAll: 'everybody',
  good: {
    find_orders: async () => ({
      ...{ text: 'carla', customer: 'CUS-CARLA', kind: 'sale', states: ['allocated'], sku: 'COF-1KG' },
      ...{ promised_before: '2199-12-31', overdue: false, flagged: false, limit: 5 },
    }),
    get_order: async () => ({ order: 'SO-1005' }),
    flag_order: async (stage: Stage) => ({
      ...{ order: 'SO-1002', kind: 'late_shipment', severity: 'critical', note: 'no word from the carrier' },
      shipment: `SHP-${stage.runtime.newId()}`,
    }),
    clear_flag: async (stage: Stage) => ({ flag_id: await newFlag(stage, 'everybody') }),
    split_shipment: async () => ({ order: 'SO-1005', lines: [{ line: 1, quantity: 20 }], promised_on: inDays(3) }),
  },
  write: {
    tool: 'flag_order',
    inputs: [
      { order: 'SO-1002', kind: 'customer_request' },
      { order: 'SO-1005', kind: 'address', note: 'the street is not there' },
    ],
  },
  writes: ORDERS_WRITES,
} as const;
