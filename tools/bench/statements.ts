// What the sides of the benchmarks ask the database for: the stock of one item in one company, and the record of having asked.

/** With the walls: the tenant is the transaction's. */
export const ITEM_STOCK = {
  name: 'bench_item_stock',
  text: `select i.sku, i.description, i.unit, i.supplier_id, v.name as supplier_name, i.price_minor, i.currency, i.price_as_of, i.lead_time_days,
           i.reorder_point, i.safety_stock,
           (select coalesce(sum(o.quantity), 0) from inventory.purchase_order o
             where o.tenant_id = i.tenant_id and o.sku = i.sku and o.state = 'open') as on_order,
           s.warehouse_id, w.name as warehouse_name, s.on_hand, s.allocated, s.recorded_at
         from inventory.item i
         left join inventory.supplier v on v.tenant_id = i.tenant_id and v.id = i.supplier_id
         left join (inventory.stock s join inventory.warehouse w on w.tenant_id = s.tenant_id and w.id = s.warehouse_id)
           on s.tenant_id = i.tenant_id and s.sku = i.sku
         where i.tenant_id = app.tenant() and i.sku = $1
         order by s.warehouse_id limit 200`,
} as const;

export const RECORD = {
  name: 'bench_record',
  text: 'insert into audit.entry (tenant_id, record) values ($1, $2)',
} as const;

/** Without walls: the caller says whose stock it wants, and is believed. */
export const OPEN_STOCK = `select s.sku, i.description, i.unit, s.warehouse_id, w.name as warehouse_name, s.on_hand, s.allocated, s.recorded_at
  from inventory.stock s
  join inventory.item i on i.tenant_id = s.tenant_id and i.sku = s.sku
  join inventory.warehouse w on w.tenant_id = s.tenant_id and w.id = s.warehouse_id
  where s.tenant_id = $1 and s.sku = $2 order by s.warehouse_id limit 200`;

/** The same with a record of the call in the same statement. */
export const OPEN_STOCK_RECORDED = `with kept as (
    insert into audit.entry (tenant_id, record)
    values ($1, json_build_object('v', 1, 'kind', 'call', 'method', 'tools/call', 'tenant', $1::text, 'server', 'inventory',
      'tool', 'get_stock', 'arguments', json_build_object('sku', $2::text), 'outcome', 'answered')::text))
  ${OPEN_STOCK}`;

/** As long as the record that a call of get_stock leaves. */
export function recordOf(via: 'local' | 'oauth', tenant: string, person: string, sku: string): string {
  return JSON.stringify({
    ...{ v: 1, kind: 'call', method: 'tools/call', tenant, server: 'inventory', tool: 'get_stock', person },
    ...{ definition: 'd'.repeat(64), roles: ['supply_chain_manager'], via, agent: 'benchmark' },
    ...{
      attestation: null,
      client: via === 'local' ? null : 'bench',
      arguments: { sku },
      arguments_hash: 'h'.repeat(64),
      trace: 't'.repeat(32),
    },
    ...{ outcome: 'answered', request_id: null, case_id: null },
  });
}
