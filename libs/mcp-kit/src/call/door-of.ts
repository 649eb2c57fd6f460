import { CustomerId } from '@supercargo/kernel';
import type { CustomerDoor } from '@supercargo/tenancy';
import type { Principal, Runtime } from '../runtime.ts';

/** The customer whose rows alone a caller may see; null for staff, who are all that stdio serves. */
export function customerOf(principal: Principal): string | null {
  return principal.via === 'oauth' ? principal.customer : null;
}

/** The door for what this caller asks: of a customer, one that is bound to them before anything is read or recorded. */
export function doorOf({ door }: Pick<Runtime, 'door'>, principal: Principal): CustomerDoor {
  const customer = customerOf(principal);
  return customer === null ? door : door.forCustomer(CustomerId.parse(customer));
}
