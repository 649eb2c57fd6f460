import { SERVERS, type ServerName } from '@supercargo/kernel';
import type pg from 'pg';
import { EVENTS_ROWS } from './rows/events.ts';
import { IMPORTS_ROWS } from './rows/imports.ts';
import { INVENTORY_ROWS } from './rows/inventory.ts';
import { LOGISTICS_ROWS } from './rows/logistics.ts';
import { ORDERS_ROWS } from './rows/orders.ts';
import { PAYMENTS_ROWS } from './rows/payments.ts';
import { RETURNS_ROWS } from './rows/returns.ts';

/** The two tenants of a filled wall: what one of them does is looked at from the other. */
export const OWN = 'acme';
export const OTHER = 'globex';
/** The customer whose login tries the wall; rows of others are there as well. */
export const CUSTOMER = 'CUS-CARLA';

const PEOPLE = `
  insert into people.tenant (tenant_id, name, currency) values ($1, 'Company', 'EUR');
  insert into people.person (tenant_id, id, name, roles) values ($1, 'mara', 'Mara', '{supply_chain_manager}');
  insert into people.secret (tenant_id, person_id, hash) values ($1, 'mara', 'not a hash');
  insert into people.sign_in (tenant_id, person, roles, signed_in_at) values ($1, 'mara', '{supply_chain_manager}', clock_timestamp());
  insert into policy.version (tenant_id, version, published_by, note) values ($1, 1, '{founding}', 'first');
  insert into policy.rule (tenant_id, version, server, tool, over_minor, currency, tier, quorum)
    values ($1, 1, 'inventory', 'create_reorder', -1, 'EUR', 'consent', 1);
  insert into policy.live (tenant_id, version) values ($1, 1);
  insert into policy.consent_limit (tenant_id, dimension, currency, cap) values ($1, 'requester', 'EUR', 300000);
  insert into policy.consent_account (tenant_id, dimension, holder) values ($1, 'requester', 'mara');
  insert into policy.consent_spent (tenant_id, dimension, holder, hour, spent)
    values ($1, 'requester', 'mara', date_trunc('hour', clock_timestamp()), 100);
  insert into policy.spending_cap (tenant_id, version, dimension, span, currency, cap) values ($1, 1, 'tenant', 'day', 'EUR', 300000);
  insert into policy.spending_account (tenant_id) values ($1);
  insert into policy.spending (tenant_id, execution_id, currency, amount_minor, requester, payee, hour)
    values ($1, gen_random_uuid(), 'EUR', 100, 'mara', 'SUP-1', date_trunc('hour', clock_timestamp()));
  insert into policy.spent_hour (tenant_id, dimension, holder, currency, hour, spent)
    values ($1, 'payee', 'SUP-1', 'EUR', date_trunc('hour', clock_timestamp()), 100);
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
      jsonb_build_object('kind', 'call', 'server', $4, 'tenant', $1, 'customer', 'CUS-CARLA'),
      jsonb_build_object('kind', 'call', 'server', $4, 'tenant', $1, 'customer', 'CUS-CARLOS'),
      jsonb_build_object('kind', 'decided', 'server', $4, 'tenant', $1, 'request_id', $2)]) r`;

const IMPORT_RECORD = `
  insert into audit.entry (tenant_id, record) values ($1, jsonb_build_object('kind', 'import', 'tenant', $1)::text)`;

/** What each server has beside the ledger. What the servers share is filled with the first one's. */
const ROWS: Readonly<Record<ServerName, readonly string[]>> = {
  inventory: [IMPORT_RECORD, INVENTORY_ROWS, EVENTS_ROWS, IMPORTS_ROWS],
  logistics: [LOGISTICS_ROWS],
  orders: [ORDERS_ROWS],
  returns: [RETURNS_ROWS],
  payments: [PAYMENTS_ROWS],
};

/** Gives both tenants at least one row in every table that has tenants. As the superuser, past the functions that write otherwise. */
export async function fillWall(client: pg.Client): Promise<void> {
  for (const tenant of [OWN, OTHER]) {
    await client.query('begin');
    // A definer's trigger at commit asks for it.
    await client.query("select set_config('app.tenant', $1, true)", [tenant]);
    await each(client, PEOPLE, [tenant]);
    for (const server of SERVERS) {
      const [plan] = (await client.query<{ id: string; text: string }>(typed(REQUEST), [tenant, server])).rows;
      if (plan === undefined) throw new Error('no plan was made');
      await each(client, LEDGER, [tenant, plan.id, plan.text, server]);
      for (const rows of ROWS[server]) await each(client, rows, [tenant, plan.id]);
    }
    await client.query('commit');
  }
}

async function each(client: pg.Client, statements: string, values: readonly string[]): Promise<void> {
  for (const statement of statements.split(';\n').filter((text) => text.trim() !== '')) {
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
