-- What customers ask for. Orders tells Returns what it sold and delivered, the ledger knows whose request it is, and the login for
-- customers of Returns may ask for one tool and for nothing else.
set local role supercargo_app_owner;

-- The customer on whose behalf this session asks: null for whoever is no customer's login. The logins are written down here as app.login has
-- them; a test holds the two together.
create function app.asking_customer() returns text language sql stable parallel safe
  return case when session_user in ('supercargo_logistics_customer', 'supercargo_orders_customer', 'supercargo_returns_customer',
    'supercargo_payments_customer') then app.customer() end;

set local role supercargo_policy_owner;

-- Which tools are for customers, who ask for nothing else and are alone in asking for them. The same for every tenant.
create table policy.customer_tool (
  server text not null,
  tool text not null,
  primary key (server, tool)
);
insert into policy.customer_tool (server, tool) values ('returns', 'request_return');

set local role supercargo_approval_owner;

-- Whose request it is, where a customer asked: as the plan's text says it, which its digest binds.
alter table approval.plan
  add column customer_id text,
  add constraint plan_check_customer check (customer_id is not distinct from plan::jsonb ->> 'customer');
alter table approval.request add column customer_id text;

reset role;
-- A customer sees their own requests, and of the decisions on them their own yes: which of the staff decided is for staff.
select app.customer_door('approval', t, 'supercargo_returns_customer', 'select') from unnest(array['plan', 'request']) t;
create policy returns_customer_select on approval.decision for select to supercargo_returns_customer
  using (tenant_id = (select app.tenant()) and verdict = 'consent' and (select app.customer()) = (
    select r.customer_id from approval.request r where r.tenant_id = decision.tenant_id and r.id = decision.request_id));

set local role supercargo_events_owner;
-- A line of a customer's order that was delivered, or what is known of it since.
insert into events.topic (topic, sender, consumer) values ('order.delivered', 'orders', 'returns');
insert into events.sender (role, topic, without_execution) values ('supercargo_importer', 'order.delivered', true);

set local role supercargo_orders_owner;

-- What Returns was last told of a line, as a digest: what a file says again is told to nobody.
create table orders.line_told (
  tenant_id text not null,
  order_number text not null,
  line_number integer not null,
  said bytea not null,
  primary key (tenant_id, order_number, line_number),
  foreign key (tenant_id, order_number, line_number) references orders.order_line
);

-- Tells Returns what of a customer's order was delivered, line by line, in the transaction that writes it. At its end: a file brings an order
-- before its lines. Only an importer delivers here, and what it brings as delivered already is told as well, for it may come back.
create function orders.tell_delivered() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  n constant text := to_jsonb(new) ->> tg_argv[0];
  l record;
begin
  for l in
    select x.line_number, jsonb_build_object('order_number', o.number, 'customer_id', o.customer_id, 'customer_name', c.name,
        'placed_on', o.placed_on, 'delivered_on', o.delivered_on, 'line_number', x.line_number, 'sku', x.sku,
        'description', x.description, 'quantity', x.quantity, 'price_minor', x.price_minor::text, 'currency', x.currency) as said
    from orders.sales_order o
    join orders.customer c on c.tenant_id = t and c.id = o.customer_id
    join orders.order_line x on x.tenant_id = t and x.order_number = o.number
    where o.tenant_id = t and o.number = n and o.kind = 'sale' and o.state = 'delivered'
      and x.line_number = coalesce((to_jsonb(new) ->> 'line_number')::integer, x.line_number)
    order by x.line_number
  loop
    insert into orders.line_told as k (tenant_id, order_number, line_number, said)
      values (t, n, l.line_number, sha256(convert_to(l.said::text, 'UTF8')))
      on conflict (tenant_id, order_number, line_number) do update set said = excluded.said where k.said <> excluded.said;
    if found then
      perform events.publish('order.delivered', n, null, l.said);
    end if;
  end loop;
  return null;
end$$;
create constraint trigger tell_delivered after insert or update on orders.sales_order deferrable initially deferred
  for each row when (new.kind = 'sale' and new.state = 'delivered' and session_user = 'supercargo_importer')
  execute function orders.tell_delivered('number');
create constraint trigger tell_delivered after insert or update on orders.order_line deferrable initially deferred
  for each row when (new.customer_id is not null and session_user = 'supercargo_importer')
  execute function orders.tell_delivered('order_number');

set local role supercargo_returns_owner;

-- What was sold and delivered, as Orders tells it: what a customer may ask to send back, and at which price. A quantity of nothing: Orders no
-- longer knows what it was.
create table returns.sold_line (
  tenant_id text not null,
  order_number text not null check (order_number ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  line_number integer not null check (line_number > 0),
  customer_id text not null,
  sku text not null check (sku ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  description text not null check (length(description) between 1 and 500),
  category text not null default 'any' check (category ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  quantity bigint not null check (quantity between 0 and 1000000),
  price_minor bigint not null check (price_minor between 0 and 1000000000),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  ordered_on date,
  delivered_on date,
  -- What told it last; absent where it came with a demo company.
  event_id uuid,
  primary key (tenant_id, order_number, line_number),
  foreign key (tenant_id, customer_id) references returns.customer
);

-- What of an order may come back, by item: what was sold of it, what is coming or came back already, at which price, and by when.
create type returns.returnable as (sku text, description text, category text, sold bigint, returned bigint, price_minor bigint,
  currency text, ordered_on date, delivered_on date, window_days integer);
-- What a request to send something back stands on, in words that guards compare; what it is worth, and what speaks against it.
create type returns.asking as (sold text, returned text, days text, rules text, value_minor bigint, currency text, problem text);

-- The request by which a customer asked for it; absent where the desk's own system recorded it.
alter table returns.rma add column asked_by uuid, add unique (tenant_id, asked_by);

reset role;
alter table returns.rma add foreign key (tenant_id, asked_by) references returns.effect;
select app.wall('orders', 'line_told');
select app.wall('returns', 'sold_line');
select app.customer_door('returns', 'sold_line', 'supercargo_returns_customer', 'select');
select app.door('returns', 'sold_line', 'supercargo_importer', v) from unnest(array['select', 'insert']) v;
reset role;
