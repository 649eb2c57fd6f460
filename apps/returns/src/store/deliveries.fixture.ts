/** As much of a test's database as these need. */
interface Records {
  adminClient(): Promise<{
    query(text: string, parameters?: unknown[]): Promise<{ readonly rows: readonly Record<string, unknown>[] }>;
    end(): Promise<void>;
  }>;
}

const DELIVERED = {
  ...{ order_number: 'S-0', customer_id: 'CUS-CARLA', customer_name: 'Carla Bianchi', line_number: 1, sku: 'TEA-ASM' },
  ...{ description: 'Tea', quantity: 5, price_minor: '1280', currency: 'EUR' },
  ...{ placed_on: '2026-11-01', delivered_on: '2026-11-05' },
};

/** Publishes as orders’ importer does, by a function of its owner; the event’s id. */
export async function tellDelivered(
  database: Records,
  tenant: string,
  change: Readonly<Record<string, unknown>>,
): Promise<string> {
  const payload: Readonly<Record<string, unknown>> = { ...DELIVERED, ...change };
  const client = await database.adminClient();
  try {
    await client.query('begin');
    await client.query("select set_config('app.tenant', $1, true)", [tenant]);
    await client.query(
      `create or replace function pg_temp.tell(p_key text, p_payload jsonb) returns uuid language sql security definer
       set search_path = '' as $$ select events.publish('order.delivered', p_key, null, p_payload) $$`,
    );
    await client.query('alter function pg_temp.tell(text, jsonb) owner to supercargo_orders_owner');
    await client.query('grant execute on function pg_temp.tell(text, jsonb) to supercargo_importer');
    await client.query('set local session authorization supercargo_importer');
    const { rows } = await client.query('select pg_temp.tell($1, $2::jsonb) as id', [
      payload['order_number'],
      JSON.stringify(payload),
    ]);
    await client.query('commit');
    return String(rows[0]?.['id']);
  } finally {
    await client.end();
  }
}
