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

/** A person's id within their tenant. */
export const PersonId = z.string().regex(/^[a-z][a-z0-9._-]{0,63}$/);

/** A stock keeping unit. */
export const Sku = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/, { error: 'a SKU of letters, digits and . _ / - is accepted' });

/** A warehouse's id, such as `BER-1`. */
export const WarehouseId = z
  .string()
  .min(1)
  .max(32)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, { error: 'a warehouse id of letters, digits and . _ - is accepted' });

/** ISO 8601 instant in UTC. */
export const Instant = z.iso.datetime();
