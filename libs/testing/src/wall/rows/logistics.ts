/** A row in each table of logistics: $1 is the tenant, $2 the id of an executed request of the server and of its execution. */
export const LOGISTICS_ROWS = ``;
