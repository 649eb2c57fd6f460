import { peopleOf, type Input, type People, type Stage } from '@supercargo/testing';

/** A company whose people change its stock, and what its system of record then holds. */
export interface Changes extends People {
  record(sku: string, warehouse: string, onHand: number, allocated?: number): Promise<void>;
  onHand(sku: string, warehouse: string): Promise<number | undefined>;
  movements(sku: string): Promise<readonly Input[]>;
}

export function changesOf(stage: Stage): Changes {
  return { ...peopleOf(stage), ...recordOf(stage) };
}

function recordOf(stage: Stage): Omit<Changes, keyof People> {
  const { database } = stage;
  const { tenant } = stage.principal('nobody');
  return {
    async record(sku, warehouse, onHand, allocated = 0) {
      await database.admin(
        `insert into inventory.stock (tenant_id, sku, warehouse_id, on_hand, allocated, recorded_at)
         values ($1, $2, $3, $4, $5, clock_timestamp())
         on conflict (tenant_id, sku, warehouse_id) do update set on_hand = excluded.on_hand, allocated = excluded.allocated`,
        [tenant, sku, warehouse, onHand, allocated],
      );
    },
    async onHand(sku, warehouse) {
      const [row] = await database.admin<{ on_hand: number }>(
        'select on_hand::int from inventory.stock where tenant_id = $1 and sku = $2 and warehouse_id = $3',
        [tenant, sku, warehouse],
      );
      return row?.on_hand;
    },
    movements: (sku) =>
      database.admin(
        `select m.warehouse_id, m.kind, m.quantity::int, m.reason, e.tool from inventory.movement m
         join inventory.effect e on (e.tenant_id, e.execution_id) = (m.tenant_id, m.done_by)
         where m.tenant_id = $1 and m.sku = $2 order by m.occurred_at, m.quantity`,
        [tenant, sku],
      ),
  };
}
