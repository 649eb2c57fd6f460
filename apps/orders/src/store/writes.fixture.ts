import type { BreakGuard, ServerFacts, Stage } from '@supercargo/testing';

/** The open flags, by order. */
async function openFlags(stage: Stage): Promise<unknown> {
  return stage.database.admin(
    `select order_number, kind, severity, note, shipment_number from orders.flag where tenant_id = $1 and state = 'open'
     order by order_number, kind, shipment_number`,
    [stage.principal('nobody').tenant],
  );
}

/** What ships with its order and what in a part of its own, by line. */
async function parts(stage: Stage): Promise<unknown> {
  return stage.database.admin(
    `select l.order_number, l.line_number, l.quantity::int, o.promised_on::text,
       (select json_agg(json_build_array(s.state, s.promised_on, q.quantity) order by s.promised_on)
        from orders.part_line q join orders.shipment_part s on (s.tenant_id, s.order_number, s.part) = (q.tenant_id, q.order_number, q.part)
        where (q.tenant_id, q.order_number, q.line_number) = (l.tenant_id, l.order_number, l.line_number) and s.state <> 'joined') as parts
     from orders.order_line l join orders.sales_order o on (o.tenant_id, o.number) = (l.tenant_id, l.order_number)
     where l.tenant_id = $1 order by l.order_number, l.line_number`,
    [stage.principal('nobody').tenant],
  );
}

/** The words of an answer's text that others wrote. */
function textOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'text' in value ? value.text : undefined;
}

function orderWith(change: string): BreakGuard {
  return (database, { tenant, effect }) =>
    database.admin(`update orders.sales_order set ${change} where tenant_id = $1 and number = $2`, [
      ...[tenant, effect['order']],
    ]);
}

function flagWith(change: string): BreakGuard {
  return (database, { tenant, effect }) =>
    database.admin(`update orders.flag set ${change} where tenant_id = $1 and id = $2`, [
      ...[tenant, effect['flag_id']],
    ]);
}

/** How each write of Orders is taken back, and how its guards break. */
export const ORDERS_WRITES: ServerFacts['writes'] = {
  flag_order: {
    holds: openFlags,
    undo: (_input, { flag_id: id }) => ({ flag_id: id }),
    breakGuard: {
      // A word of the transport system comes in between.
      open_flag: (database, { tenant, effect }) =>
        database.admin(
          `insert into orders.flag (tenant_id, id, order_number, kind, severity, shipment_number, event_id, event_seq)
           values ($1, gen_random_uuid(), $2, $3, 'warning', $4, gen_random_uuid(), 1)`,
          [tenant, effect['order'], effect['kind'], effect['shipment']],
        ),
    },
  },
  clear_flag: {
    holds: openFlags,
    undo: (_input, { order, kind, severity, note, shipment_id: shipment }) => ({
      ...{ order, kind, severity, note: textOf(note), shipment },
    }),
    breakGuard: {
      flag_state: flagWith("state = 'cleared', cleared_by = raised_by, cleared_at = now()"),
      said: flagWith('days_late = 12'),
    },
  },
  split_shipment: {
    holds: parts,
    undo: (_input, { order, part }) => ({ order, join_part: part }),
    breakGuard: {
      order_state: orderWith("state = 'shipped'"),
      unsplit: (database, { tenant, effect }) =>
        database.admin(
          'update orders.order_line set quantity = quantity - 1 where tenant_id = $1 and order_number = $2',
          [...[tenant, effect['order']]],
        ),
    },
  },
};
