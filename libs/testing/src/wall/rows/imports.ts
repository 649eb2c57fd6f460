/** A row in each table of imports: $1 is the tenant, $2 the id of an executed request of the server and of its execution. */
export const IMPORTS_ROWS = `
  insert into imports.run (tenant_id, id, server, source, file_sha256, mapping, format)
    values ($1, $2, 'inventory', 'scms', repeat('a', 64), '{}', '1');
  insert into imports.row (tenant_id, run_id, line, key, row) values ($1, $2, 1, '1', '{}')`;
