import { assert } from '@supercargo/kernel';
import { newId } from '../new-id.ts';
import { decide, waiting, type Company } from './company.fixture.ts';

/** A reorder that a foreign system carries out, as a trade with one would write it: it places the order once it was told that it is. */
export const REMOTE_EFFECTS = [
  `create function inventory.send_reorder(p_request uuid) returns approval.opening
   language plpgsql volatile security definer set search_path = '' as $$
   declare
     o approval.opening := approval.open(p_request, 'create_reorder');
     execution constant uuid := gen_random_uuid();
   begin
     if o.refusal is not null then return o; end if;
     o := approval.dispatch(p_request, execution, 300);
     if o.refusal is not null then return o; end if;
     insert into inventory.effect (tenant_id, execution_id, tool) values (app.tenant(), execution, 'create_reorder');
     return o;
   end$$`,
  `create function inventory.settle_reorder(p_execution uuid, p_fence bigint, p_outcome text, p_words text) returns approval.opening
   language plpgsql volatile security definer set search_path = '' as $$
   declare
     o approval.opening := approval.conclude_remote(p_execution, p_fence, p_outcome,
       jsonb_build_object(case p_outcome when 'executed' then 'reference' else 'reason' end, p_words));
   begin
     if o.refusal is not null or p_outcome <> 'executed' then return o; end if;
     insert into inventory.purchase_order
       (tenant_id, id, sku, supplier_id, warehouse_id, quantity, price_minor, currency, ordered_by)
       values (app.tenant(), (o.plan #>> '{effect,purchase_order_id}')::uuid, o.plan #>> '{effect,sku}', o.plan #>> '{guards,supplier_id}',
         o.plan #>> '{effect,warehouse_id}', (o.plan #>> '{effect,quantity}')::bigint, (o.plan #>> '{guards,price_minor}')::bigint,
         o.plan ->> 'currency', p_execution);
     return o;
   end$$`,
  'alter function inventory.send_reorder(uuid) owner to supercargo_inventory_owner',
  'alter function inventory.settle_reorder(uuid, bigint, text, text) owner to supercargo_inventory_owner',
  `grant execute on function inventory.send_reorder(uuid), inventory.settle_reorder(uuid, bigint, text, text) to supercargo_inventory`,
] as const;

/** An approved reorder of its own: its request. */
export async function approvedReorder(company: Company): Promise<string> {
  const id = await waiting(company, {}, newId());
  await decide(company, id, 'felix');
  return id;
}

/** One that was dispatched and is not claimed yet: its request and its execution. */
export async function dispatched(company: Company): Promise<{ readonly id: string; readonly execution: string }> {
  const id = await approvedReorder(company);
  await company.inventory.write(company.tenant, (tx) =>
    tx.query({ name: '', text: 'select * from inventory.send_reorder($1)' }, [id]),
  );
  const [row] = await company.admin('select id from approval.execution where request_id = $1', [id]);
  assert(row !== undefined, 'what was dispatched has an execution');
  return { id, execution: String(row['id']) };
}

interface Sessions {
  adminClient(): Promise<{ query(text: string, values?: unknown[]): Promise<unknown>; end(): Promise<void> }>;
}

/** As if so many seconds had passed since an execution was dispatched; no program can write that. */
export async function timePassed(database: Sessions, execution: string, seconds: number): Promise<void> {
  const session = await database.adminClient();
  await session.query('begin; set local session_replication_role = replica');
  await session.query(
    `update approval.execution set expires_at = expires_at - make_interval(secs => $2) where id = $1`,
    [execution, seconds],
  );
  await session.query('commit');
  await session.end();
}
