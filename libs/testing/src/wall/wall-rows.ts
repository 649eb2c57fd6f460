import type pg from 'pg';

/** The two tenants of a filled wall: what one of them does is looked at from the other. */
export const OWN = 'acme';
export const OTHER = 'globex';

/** A request of another server in the same tenant, which the Inventory server must not see. */
const SERVERS = ['inventory', 'payments'] as const;

const PEOPLE = `
  insert into people.tenant (tenant_id, name, currency) values ($1, 'Company', 'EUR');
  insert into people.person (tenant_id, id, name, roles) values ($1, 'mara', 'Mara', '{supply_chain_manager}');
  insert into people.secret (tenant_id, person_id, hash) values ($1, 'mara', 'not a hash');
  insert into policy.version (tenant_id, version, published_by, note) values ($1, 1, '{founding}', 'first');
  insert into policy.rule (tenant_id, version, server, tool, over_minor, currency, tier, quorum)
    values ($1, 1, 'inventory', 'create_reorder', -1, 'EUR', 'consent', 1);
  insert into policy.live (tenant_id, version) values ($1, 1);
  insert into policy.consent_limit (tenant_id, dimension, currency, cap) values ($1, 'requester', 'EUR', 300000);
  insert into policy.consent_account (tenant_id, dimension, holder) values ($1, 'requester', 'mara');
  insert into policy.consent_spent (tenant_id, dimension, holder, hour, spent)
    values ($1, 'requester', 'mara', date_trunc('hour', clock_timestamp()), 100);
  insert into policy.kill_switch (tenant_id, kind, id, reason, thrown_by) values ($1, 'agent', 'rogue', 'a test', 'mara');
  insert into approval.asker (tenant_id, requester) values ($1, 'mara')`;

const REQUEST = `
  with id as materialized (select gen_random_uuid() as id),
  plan as materialized (
    select id.id, jsonb_build_object('tenant', $1, 'id', id.id, 'server', $2, 'tool', 'create_reorder',
      'definition', repeat('a', 64), 'requester', 'mara', 'rule', repeat('b', 64),
      'tier', 'consent', 'quorum', '1', 'card', encode(sha256(convert_to(E'supercargo/card/1\\n{}', 'UTF8')), 'hex'))::text as text
    from id)
  select id, text from plan`;

const LEDGER = `
  insert into approval.plan (tenant_id, request_id, plan, digest, card, server, tool, definition, requester, rule, tier, quorum)
    values ($1, $2, $3, sha256(convert_to(E'supercargo/plan/1\\n' || $3, 'UTF8')), '{}', $4, 'create_reorder', repeat('a', 64), 'mara',
      repeat('b', 64), 'consent', 1);
  insert into approval.request
      (tenant_id, id, server, tool, requester, fingerprint, state, waits_until, approved_at, execute_until, ended_at)
    values ($1, $2, $4, 'create_reorder', 'mara', '\\x00', 'executed', clock_timestamp(), clock_timestamp(), clock_timestamp(),
      clock_timestamp());
  insert into approval.idempotency (tenant_id, requester, key, fingerprint, request_id) values ($1, 'mara', $4, '\\x00', $2);
  insert into approval.decision (tenant_id, request_id, person, verdict, via, digest)
    values ($1, $2, 'mara', 'consent', 'elicitation', '\\x00');
  insert into approval.execution (tenant_id, id, request_id, server, outcome) values ($1, $2, $2, $4, 'executed');
  insert into audit.entry (tenant_id, record)
    select $1, r::text from unnest(array[
      jsonb_build_object('kind', 'call', 'server', $4, 'tenant', $1),
      jsonb_build_object('kind', 'decided', 'server', $4, 'tenant', $1, 'request_id', $2)]) r`;

const TRADE = `
  insert into audit.entry (tenant_id, record) values ($1, jsonb_build_object('kind', 'import', 'tenant', $1)::text);
  insert into inventory.supplier (tenant_id, id, name) values ($1, 'supplier', 'Supplier');
  insert into inventory.warehouse (tenant_id, id, name) values ($1, 'BER-1', 'Berlin');
  insert into inventory.item (tenant_id, sku, description, unit, supplier_id) values ($1, 'SKU-1', 'Item', 'EA', 'supplier');
  insert into inventory.stock (tenant_id, warehouse_id, sku, on_hand, recorded_at) values ($1, 'BER-1', 'SKU-1', 5, now());
  insert into inventory.order_line (tenant_id, source, line_id, order_number, kind, supplier_id, sku, quantity, value_minor, currency,
      line_number, columns)
    values ($1, 'test', '1', 'PO-1', 'purchase', 'supplier', 'SKU-1', 1, 100, 'EUR', 1, '{}');
  insert into inventory.effect (tenant_id, execution_id, server, tool) values ($1, $2, 'inventory', 'create_reorder');
  insert into inventory.purchase_order (tenant_id, id, sku, supplier_id, warehouse_id, quantity, price_minor, currency, ordered_by)
    values ($1, $2, 'SKU-1', 'supplier', 'BER-1', 1, 100, 'EUR', $2);
  insert into inventory.purchase_order (tenant_id, id, sku, supplier_id, warehouse_id, quantity, price_minor, currency, number)
    values ($1, gen_random_uuid(), 'SKU-1', 'supplier', 'BER-1', 1, 100, 'EUR', 'PO-1');
  insert into inventory.movement (tenant_id, id, sku, warehouse_id, kind, quantity, occurred_at, done_by)
    values ($1, $2, 'SKU-1', 'BER-1', 'adjustment', -1, now(), $2);
  insert into inventory.import_run (tenant_id, id, source, file_sha256, mapping) values ($1, $2, 'scms', repeat('a', 64), '{}');
  insert into inventory.import_row (tenant_id, run_id, line, key, row) values ($1, $2, 1, '1', '{}')`;

/** Gives both tenants at least one row in every table that has tenants. As the superuser, past the functions that write otherwise. */
export async function fillWall(client: pg.Client): Promise<void> {
  for (const tenant of [OWN, OTHER]) {
    await client.query('begin');
    // A definer's trigger at commit asks for it.
    await client.query("select set_config('app.tenant', $1, true)", [tenant]);
    await each(client, PEOPLE, [tenant]);
    for (const server of SERVERS) {
      const { rows } = await client.query<{ id: string; text: string }>(typed(REQUEST), [tenant, server]);
      const plan = rows[0];
      if (plan === undefined) throw new Error('no plan was made');
      await each(client, LEDGER, [tenant, plan.id, plan.text, server]);
      if (server === 'inventory') await each(client, TRADE, [tenant, plan.id]);
    }
    await client.query('commit');
  }
}

async function each(client: pg.Client, statements: string, values: readonly string[]): Promise<void> {
  for (const statement of statements.split(';\n')) {
    // A statement is given the parameters that it names, renumbered without gaps.
    const named = [...new Set(statement.match(/\$\d/g) ?? [])].sort();
    const text = statement.replace(/\$\d/g, (name) => `$${String(named.indexOf(name) + 1)}`);
    await client.query(
      typed(text, named),
      named.map((name) => values[Number(name.slice(1)) - 1]),
    );
  }
}

/** Parameters are text, except the request's id: PostgreSQL cannot guess a type that a statement uses in two ways. */
function typed(text: string, named: readonly string[] = ['$1', '$2']): string {
  const isId = (name: string): boolean => named[Number(name.slice(1)) - 1] === '$2' && text !== REQUEST;
  return text.replace(/\$\d/g, (name) => `${name}::${isId(name) ? 'uuid' : 'text'}`);
}
