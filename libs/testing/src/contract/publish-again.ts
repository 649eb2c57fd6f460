import type { TestDatabase } from '../test-database.ts';

/** What a rule says; its hash follows from it. */
const RULE = `tenant_id, version, server, tool, over_minor, over_units, currency, tier, quorum, need_role, hold_seconds, waiting_seconds,
  approved_seconds`;

/** Publishes the next version of a company's policy: its rules as they are, but for what is said differently, and makes it the live one. */
export async function publishAgain(
  database: TestDatabase,
  tenant: string,
  said: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await database.admin(
    `insert into policy.version (tenant_id, version, published_by, note)
     select tenant_id, version + 1, '{ada,alan}', 'a test' from policy.live where tenant_id = $1`,
    [tenant],
  );
  await database.admin(
    `insert into policy.rule (${RULE})
     select ${RULE} from (
       select (jsonb_populate_record(r, to_jsonb(r) || jsonb_build_object('version', r.version + 1) || $2::jsonb)).*
       from policy.rule r join policy.live l using (tenant_id, version) where tenant_id = $1) next`,
    [tenant, JSON.stringify(said)],
  );
  await database.admin('update policy.live set version = version + 1 where tenant_id = $1', [tenant]);
}
