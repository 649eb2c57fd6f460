import { EVENTS } from './areas/events.ts';
import { IMPORTS } from './areas/imports.ts';
import { INVENTORY } from './areas/inventory.ts';
import { LEDGER } from './areas/ledger.ts';
import { LOGISTICS } from './areas/logistics.ts';
import { ORDERS } from './areas/orders.ts';
import { PAYMENTS } from './areas/payments.ts';
import { RETURNS } from './areas/returns.ts';
import { SPENDING } from './areas/spending.ts';
import type { FunctionGrant, Grants, TableGrant } from './roles.ts';

/**
 * Who may do what in the database: the one source of every grant. `grants.sql` is generated from it and applied last, the catalogue is
 * tested against it, and `docs/access.md` shows it. A role that is not listed for a table or a function has nothing on it.
 */
const AREAS: readonly Grants[] = [LEDGER, SPENDING, EVENTS, IMPORTS, INVENTORY, LOGISTICS, ORDERS, RETURNS, PAYMENTS];

export const TABLE_GRANTS: readonly TableGrant[] = AREAS.flatMap(({ tables }) => tables);
export const FUNCTION_GRANTS: readonly FunctionGrant[] = AREAS.flatMap(({ functions }) => functions);
