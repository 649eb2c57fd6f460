/** A row in each table of events: $1 is the tenant, $2 the id of an executed request of the server and of its execution. */
export const EVENTS_ROWS = ``;
