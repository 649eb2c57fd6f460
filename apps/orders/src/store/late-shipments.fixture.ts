/** As much of a test's database as these need. */
interface Records {
  adminClient(): Promise<{
    query(text: string, parameters?: unknown[]): Promise<{ readonly rows: readonly Record<string, unknown>[] }>;
    end(): Promise<void>;
  }>;
}

/** What logistics tells of a late shipment. */
export interface Late {
  readonly shipment_id: string;
  readonly order_numbers: readonly string[];
  readonly promised: string;
  readonly expected: string | null;
  readonly days_late: number;
  readonly why: string | null;
}

const LATE: Late = {
  ...{ shipment_id: 'SHP-2002', order_numbers: ['SO-1002'], promised: '2026-11-15', expected: null },
  ...{ days_late: 1, why: null },
};

/** Publishes as logistics’ importer does, by a function of its owner; the event’s id. */
export async function tellLate(database: Records, tenant: string, late: Partial<Late>): Promise<string> {
  const payload = { ...LATE, ...late };
  const client = await database.adminClient();
  try {
    await client.query('begin');
    await client.query("select set_config('app.tenant', $1, true)", [tenant]);
    await client.query(
      `create or replace function pg_temp.tell(p_key text, p_payload jsonb) returns uuid language sql security definer
       set search_path = '' as $$ select events.publish('shipment.delayed', p_key, null, p_payload) $$`,
    );
    await client.query('alter function pg_temp.tell(text, jsonb) owner to supercargo_logistics_owner');
    await client.query('grant execute on function pg_temp.tell(text, jsonb) to supercargo_importer');
    await client.query('set local session authorization supercargo_importer');
    const { rows } = await client.query('select pg_temp.tell($1, $2::jsonb) as id', [
      payload.shipment_id,
      JSON.stringify(payload),
    ]);
    await client.query('commit');
    return String(rows[0]?.['id']);
  } finally {
    await client.end();
  }
}
