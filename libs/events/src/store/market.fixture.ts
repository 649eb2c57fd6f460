import { assert, type TenantId } from '@supercargo/kernel';
import type { TenantDoor, TenantTx } from '@supercargo/tenancy';
import { endEvent, takeEvent } from './events.ts';

/** What an importer tells of orders that arrived, and what Payments notes of it, as functions of the two trades. */
const TRADES = [
  `create function inventory.test_tell(p_key text, p_payload jsonb, p_execution uuid) returns uuid
   language plpgsql volatile security definer set search_path = '' as $$
   begin
     return events.publish('purchase_order.received', p_key, p_execution, p_payload);
   end$$;
   alter function inventory.test_tell(text, jsonb, uuid) owner to supercargo_inventory_owner;
   grant usage on schema inventory to supercargo_importer;
   grant execute on function inventory.test_tell(text, jsonb, uuid) to supercargo_importer, supercargo_inventory`,
  `create table payments.test_note (
     tenant_id text not null, event_id uuid not null, key text not null, n text not null, at timestamptz not null default clock_timestamp());
   alter table payments.test_note owner to supercargo_payments_owner;
   create function payments.test_note(p_event uuid, p_topic text) returns text
   language plpgsql volatile security definer set search_path = '' as $$
   declare
     t constant text := app.tenant();
     e constant jsonb := events.taken(p_event, p_topic);
   begin
     if e is null then
       return null;
     end if;
     insert into payments.test_note (tenant_id, event_id, key, n) values (t, p_event, e ->> 'key', e #>> '{payload,n}');
     return 'noted ' || (e ->> 'key');
   end$$;
   alter function payments.test_note(uuid, text) owner to supercargo_payments_owner;
   grant usage on schema payments to supercargo_payments;
   grant execute on function payments.test_note(uuid, text) to supercargo_payments`,
];

interface Database {
  admin(text: string, parameters?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  door(
    login: 'supercargo_inventory' | 'supercargo_payments' | 'supercargo_importer',
    overrides?: { readonly connectionsMax: number },
  ): TenantDoor;
}

/** A tenant in which an importer tells Payments of orders, `n` by `n` for each key. */
export interface Market {
  readonly tenant: TenantId;
  readonly importer: TenantDoor;
  readonly inventory: TenantDoor;
  readonly payments: TenantDoor;
  /** Tells of it; the event's id. */
  tell(key: string, n: string): Promise<string>;
  /** What Payments noted, in order, as `key n`. */
  noted(): Promise<readonly string[]>;
}

export async function openTrades(database: Database): Promise<void> {
  for (const trade of TRADES) await database.admin(trade);
}

export function openMarket(database: Database, tenant: TenantId): Market {
  const importer = database.door('supercargo_importer', { connectionsMax: 4 });
  return {
    tenant,
    importer,
    inventory: database.door('supercargo_inventory', { connectionsMax: 4 }),
    payments: database.door('supercargo_payments', { connectionsMax: 16 }),
    tell: (key, n) => importer.write(tenant, (tx) => tell(tx, key, n)),
    noted: async () => {
      const rows = await database.admin('select key, n from payments.test_note where tenant_id = $1 order by at', [
        tenant,
      ]);
      return rows.map((row) => `${String(row['key'])} ${String(row['n'])}`);
    },
  };
}

/** Tells of it in this transaction; the event's id. */
export async function tell(tx: TenantTx, key: string, n: string): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    { name: 'fixture_tell', text: 'select inventory.test_tell($1, $2::jsonb, null) as id' },
    [key, JSON.stringify({ n })],
  );
  assert(row !== undefined, 'an event has an id');
  return row.id;
}

/** What Payments notes of an event that this transaction took; null where it took none of this topic. */
export async function note(tx: TenantTx, event: string, topic = 'purchase_order.received'): Promise<string | null> {
  const [row] = await tx.query<{ noted: string | null }>(
    { name: 'fixture_note', text: 'select payments.test_note($1, $2) as noted' },
    [event, topic],
  );
  return row?.noted ?? null;
}

/** Takes, notes and ends one event, as a worker does. False where there was nothing to take. */
export async function consume(market: Market, event: string): Promise<boolean> {
  return market.payments.write(market.tenant, async (tx) => {
    if ((await takeEvent(tx, event)) === undefined) return false;
    await endEvent(tx, event, (await note(tx, event)) ?? 'nothing');
    return true;
  });
}

/** Nothing told and nothing delivered, as before the first test. The tables are append only, so their triggers are passed by. */
export async function forgetAll(database: {
  adminClient(): Promise<{ query(text: string): Promise<unknown>; end(): Promise<void> }>;
}): Promise<void> {
  const session = await database.adminClient();
  await session.query(
    `begin; select set_config('session_replication_role', 'replica', true);
     truncate events.delivery, events.outbox, events.stream, payments.test_note cascade; commit`,
  );
  await session.end();
}
