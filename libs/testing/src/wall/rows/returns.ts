/** A row in each table of returns: $1 is the tenant, $2 the id of an executed request of the server and of its execution. */
export const RETURNS_ROWS = ``;
