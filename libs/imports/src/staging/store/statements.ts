import type { Statement } from '@supercargo/tenancy';

/**
 * Held by an open transaction for as long as the import takes, so a killed process lets go of it with its connection. That transaction
 * waits while others work, and is not ended for waiting.
 */
export const LOCK: Statement = {
  name: 'import_lock',
  text: `
    select set_config('idle_in_transaction_session_timeout', '0', true), set_config('transaction_timeout', '0', true),
      pg_try_advisory_xact_lock(hashtextextended('import/' || $1, 0)) as locked`,
};

/** Runs of the server that did not end and that this import does not go on with. */
export const END_OTHER_RUNS: Statement = {
  name: 'import_end_other_runs',
  text: `
    update imports.run set state = 'refused', ended_at = clock_timestamp()
    where tenant_id = $1 and server = $2 and state = 'staging' and (source, file_sha256, mapping, format) is distinct from ($3, $4, $5, $6)`,
};

/** What they staged would stay for ever. A statement of its own: it sees what was staged until their end was written. */
export const DROP_ENDED_ROWS: Statement = {
  name: 'import_drop_ended_rows',
  text: `
    delete from imports.row r using imports.run u
    where r.tenant_id = $1 and u.tenant_id = $1 and u.server = $2 and u.id = r.run_id and u.state <> 'staging'`,
};

export const BEGIN_RUN: Statement = {
  name: 'import_begin_run',
  text: `
    insert into imports.run (tenant_id, id, server, source, file_sha256, mapping, format)
    values ($1, gen_random_uuid(), $2, $3, $4, $5, $6)
    on conflict (tenant_id, server, source, file_sha256, mapping) where state = 'staging' do nothing`,
};

export const FIND_RUN: Statement = {
  name: 'import_find_run',
  text: `
    select id, lines, lines = (select count(*) from imports.row r where r.tenant_id = $1 and r.run_id = u.id) as each_once
    from imports.run u
    where tenant_id = $1 and server = $2 and source = $3 and file_sha256 = $4 and mapping = $5 and format = $6 and state = 'staging'
    for update of u`,
};

/** Rows and their number, or nothing at all where the run is not as this process left it. A key that is there already stays as it is. */
export const STAGE_ROWS: Statement = {
  name: 'import_stage_rows',
  text: `
    with moved as (
      update imports.run set lines = $4::bigint
      where tenant_id = $1 and id = $2 and state = 'staging' and lines = $3::bigint
      returning id
    ), staged as (
      insert into imports.row (tenant_id, run_id, line, key, row)
      select $1, m.id, g.line, g.key, g.row
      from moved m, unnest($5::bigint[], $6::text[], $7::text[]) as g (line, key, row)
      order by g.line
      on conflict (tenant_id, run_id, key) do nothing
      returning line
    )
    select (select count(*) from moved)::integer as moved, (select count(*) from staged)::integer as staged`,
};

/** Which of these lines are not staged because an earlier line has their key, and what that line says. */
export const REPEATED_ROWS: Statement = {
  name: 'import_repeated_rows',
  text: `
    select g.line, r.line as first_line, r.row as first_row
    from unnest($3::bigint[], $4::text[]) as g (line, key)
    join imports.row r on r.tenant_id = $1 and r.run_id = $2 and r.key = g.key
    where r.line <> g.line
    order by g.line`,
};

/**
 * Locks the run where it is as this process left it. What follows in the transaction works on whole sets, and knows nothing of how large they
 * are: tables that were just filled have no statistics. Looking up each row anew is the one plan that may take for ever. A file that is
 * allowed has the time it takes: ended half way, it would be ended at the same place each time.
 */
export const CLAIM_RUN: Statement = {
  name: 'import_claim_run',
  text: `
    select id, set_config('enable_nestloop', 'off', true), set_config('statement_timeout', '0', true),
      set_config('transaction_timeout', '0', true)
    from imports.run where tenant_id = $1 and id = $2 and state = 'staging' and lines = $3::bigint
    for update`,
};

export const END_RUN: Statement = {
  name: 'import_end_run',
  text: `
    with dropped as (delete from imports.row where tenant_id = $1 and run_id = $2)
    update imports.run set state = $3, ended_at = clock_timestamp()
    where tenant_id = $1 and id = $2 and state = 'staging'`,
};

/** The login may insert these two columns and read none: no RETURNING. */
export const INSERT_AUDIT_ENTRY: Statement = {
  name: 'import_insert_audit_entry',
  text: 'insert into audit.entry (tenant_id, record) values ($1, $2)',
};
