import type { TradeRefusal } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import { UNKNOWN_SKU, unknownCustomer } from '../domain/refusals.ts';
import { customerIds, isCustomer, isOrdered } from '../store/customers.ts';

/** Filters that name things: an empty list must mean that nothing fits, never that a name was misspelled. */
export interface Filters {
  readonly customer: string | undefined;
  readonly sku: string | undefined;
}

/** The refusal of the first filter that names nothing of the tenant's, with what is there. */
export async function refusalOfFilters(tx: TenantTx, { customer, sku }: Filters): Promise<TradeRefusal | undefined> {
  const [isKnown, isSold] = await Promise.all([
    customer === undefined || isCustomer(tx, customer),
    sku === undefined || isOrdered(tx, sku),
  ]);
  if (!isKnown) return unknownCustomer(await customerIds(tx));
  return isSold ? undefined : UNKNOWN_SKU;
}
