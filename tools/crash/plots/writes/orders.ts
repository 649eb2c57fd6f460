import { ID, idOf, localWrites } from './local-writes.ts';

const ORDERED = 10;
const SPLIT_OFF = 4;
const PROMISED_ON = '2199-12-31';

const ORDER = `insert into orders.sales_order (tenant_id, number, kind, customer_id, state, promised_on, value_minor, currency)
 values (app.tenant(), 'SO-' || $1::int, 'sale', 'CUS-CARLA', 'placed', current_date + 5, 1000, 'EUR')`;

const ORDER_OF_MANY = [
  ORDER,
  `insert into orders.order_line (tenant_id, order_number, line_number, sku, description, quantity, unit, currency)
   values (app.tenant(), 'SO-' || $1::int, 1, 'COF-1KG', 'Coffee beans', ${ORDERED}, 'EA', 'EUR')`,
];

/** What its parts hold of the order. */
const UNITS = `(select sum(q.quantity) from orders.part_line q where (q.tenant_id, q.order_number) = (p.tenant_id, p.order_number))`;

export const ORDERS = localWrites(
  'orders',
  [`insert into orders.customer (tenant_id, id, name) values (app.tenant(), 'CUS-CARLA', 'Carla Bianchi')`],
  [
    {
      name: 'flag',
      tool: 'flag_order',
      arrange: [ORDER],
      input: (number) => ({ order: `SO-${number}`, kind: 'address', severity: 'notice' }),
      made: `select count(*)::int as made, count(*) filter (where f.order_number = 'SO-' || $1::int and f.state = 'open')::int as right
        from orders.flag f where f.tenant_id = app.tenant() and f.raised_by = any ($2::uuid[])`,
      all: `select count(*)::int as made from orders.flag f where f.tenant_id = app.tenant() and f.raised_by is not null`,
    },
    {
      name: 'clear-flag',
      tool: 'clear_flag',
      arrange: [
        ORDER,
        `insert into orders.flag (tenant_id, id, order_number, kind, severity, shipment_number, days_late, event_id, event_seq)
         values (app.tenant(), ${ID}, 'SO-' || $1::int, 'late_shipment', 'warning', 'SHP-' || $1::int, 4, gen_random_uuid(), 1)`,
      ],
      input: (number) => ({ flag_id: idOf(number) }),
      made: `select count(*)::int as made, count(*) filter (where f.id = ${ID} and f.state = 'cleared')::int as right
        from orders.flag f where f.tenant_id = app.tenant() and f.cleared_by = any ($2::uuid[])`,
      all: `select count(*)::int as made from orders.flag f where f.tenant_id = app.tenant() and f.cleared_by is not null`,
    },
    {
      name: 'split-shipment',
      tool: 'split_shipment',
      arrange: ORDER_OF_MANY,
      input: (number) => ({
        order: `SO-${number}`,
        lines: [{ line: 1, quantity: SPLIT_OFF }],
        promised_on: PROMISED_ON,
      }),
      made: `select count(*)::int as made, count(*) filter (where (p.order_number, p.part, p.state) = ('SO-' || $1::int, 1, 'open')
            and ${UNITS} = ${SPLIT_OFF})::int as right
        from orders.shipment_part p where p.tenant_id = app.tenant() and p.split_by = any ($2::uuid[])`,
      all: `select count(*)::int as made from orders.shipment_part p where p.tenant_id = app.tenant() and p.split_by is not null`,
    },
    {
      name: 'join-part',
      tool: 'split_shipment',
      arrange: [
        ...ORDER_OF_MANY,
        `insert into orders.shipment_part (tenant_id, order_number, part, promised_on)
         values (app.tenant(), 'SO-' || $1::int, 1, date '${PROMISED_ON}')`,
        `insert into orders.part_line (tenant_id, order_number, part, line_number, quantity)
         values (app.tenant(), 'SO-' || $1::int, 1, 1, ${SPLIT_OFF})`,
      ],
      input: (number) => ({ order: `SO-${number}`, join_part: 1 }),
      made: `select count(*)::int as made, count(*) filter (where (p.order_number, p.state) = ('SO-' || $1::int, 'joined'))::int as right
        from orders.shipment_part p where p.tenant_id = app.tenant() and p.joined_by = any ($2::uuid[])`,
      all: `select count(*)::int as made from orders.shipment_part p where p.tenant_id = app.tenant() and p.joined_by is not null`,
    },
  ],
);
