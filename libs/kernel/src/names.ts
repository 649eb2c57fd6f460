import * as z from 'zod';

/** The servers of the suite: one trade each, with a schema, a login and a process of its own. */
export const SERVERS = ['inventory', 'logistics', 'orders', 'returns', 'payments'] as const;
export type ServerName = (typeof SERVERS)[number];

/** The servers that have rows of customers, and a login for customers beside their own. */
export const CUSTOMER_SERVERS = ['logistics', 'orders', 'returns', 'payments'] as const satisfies readonly ServerName[];

/** A tenant's id. Narrow enough to be written into a statement as it is. */
export const TenantId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,31}$/)
  .brand('TenantId');
export type TenantId = z.infer<typeof TenantId>;

/** A customer's id within their tenant: what a sign-in says, and a transaction is bound to. Narrow enough to be written into a statement as it is. */
export const CustomerId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)
  .brand('CustomerId');
export type CustomerId = z.infer<typeof CustomerId>;

/** A person's id within their tenant. */
export const PersonId = z.string().regex(/^[a-z][a-z0-9._-]{0,63}$/);

/** What the systems around us call a thing, named here with its article: `numbered('an order number')`. It reads like nothing else. */
export function numbered(what: string): z.ZodString {
  return z
    .string()
    .min(1)
    .max(64)
    .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/, { error: `${what} of letters, digits and . _ / - is accepted` });
}

/** The same without slashes, as it is a part of a resource's address. */
export function plainId(what: string, charactersMax: number): z.ZodString {
  return z
    .string()
    .min(1)
    .max(charactersMax)
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, { error: `${what} of letters, digits and . _ - is accepted` });
}

/** A stock keeping unit. */
export const Sku = numbered('a SKU');

/** A warehouse's id, such as `BER-1`. */
export const WarehouseId = plainId('a warehouse id', 32);

/** ISO 8601 instant in UTC. */
export const Instant = z.iso.datetime();
