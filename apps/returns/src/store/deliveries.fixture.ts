import { publishAsImporter, type TestDatabase } from '@supercargo/testing';

const DELIVERED = {
  ...{ order_number: 'S-0', customer_id: 'CUS-CARLA', customer_name: 'Carla Bianchi', line_number: 1, sku: 'TEA-ASM' },
  ...{ description: 'Tea', quantity: 5, price_minor: '1280', currency: 'EUR' },
  ...{ placed_on: '2026-11-01', delivered_on: '2026-11-05' },
};

/** Tells of it as orders does; the event’s id. */
export async function tellDelivered(
  database: TestDatabase,
  tenant: string,
  change: Readonly<Record<string, unknown>>,
): Promise<string> {
  const payload: Readonly<Record<string, unknown>> = { ...DELIVERED, ...change };
  const of = { server: 'orders', topic: 'order.delivered', key: String(payload['order_number']) } as const;
  return publishAsImporter(database, tenant, { ...of, payload });
}
