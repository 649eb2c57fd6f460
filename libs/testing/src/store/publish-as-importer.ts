import type { ServerName } from '@supercargo/kernel';
import type { TestDatabase } from '../test-database.ts';

export interface ImportedEvent {
  /** Whose system of record tells of it. */
  readonly server: ServerName;
  readonly topic: string;
  readonly key: string;
  readonly payload: object;
}

/** Publishes an event as the importer of a system of record does: by a function of its owner. Gives the event's id. */
export async function publishAsImporter(
  database: Pick<TestDatabase, 'adminClient'>,
  tenant: string,
  { server, topic, key, payload }: ImportedEvent,
): Promise<string> {
  const client = await database.adminClient();
  try {
    await client.query('begin');
    await client.query("select set_config('app.tenant', $1, true)", [tenant]);
    await client.query(
      `create or replace function pg_temp.tell(p_topic text, p_key text, p_payload jsonb) returns uuid language sql security definer
       set search_path = '' as $$ select events.publish(p_topic, p_key, null, p_payload) $$`,
    );
    await client.query(`alter function pg_temp.tell(text, text, jsonb) owner to supercargo_${server}_owner`);
    await client.query('grant execute on function pg_temp.tell(text, text, jsonb) to supercargo_importer');
    await client.query('set local session authorization supercargo_importer');
    const { rows } = await client.query<{ id: string }>('select pg_temp.tell($1, $2, $3::jsonb) as id', [
      ...[topic, key, JSON.stringify(payload)],
    ]);
    await client.query('commit');
    return String(rows[0]?.id);
  } finally {
    await client.end();
  }
}
