/**
 * The lines that a run of the SCMS history staged, as rows `given`: the first part of a statement `with ${stagedLines('order_number text')}
 * select …`, whose $1 is the tenant and $2 the run. `columns` names what is wanted of `rowOf`, with types, as code of ours. `line_number`
 * is the line of the file; `columns` the text of every column as it stood, where they are kept and asked for: as it was made, which
 * `json` keeps and `jsonb` would not.
 */
export function stagedLines(columns: string, withColumns = false): string {
  return `
  given as materialized (
    select g.*, r.line::integer as line_number${withColumns ? ", (r.row::json -> 'columns')::text as columns" : ''}
    from imports.row r
    cross join lateral json_to_record(r.row::json -> 'line') as g (${columns})
    where r.tenant_id = $1 and r.run_id = $2
  )`;
}
