import { appendRecord } from '@supercargo/audit';
import type { Principal, Runtime } from '../runtime.ts';
import { customerOf, doorOf } from './door-of.ts';

/** Makes a record of what shares no transaction with it durable. Those of staff leave together with what ends at the same moment. */
export function keepRecord(
  runtime: Pick<Runtime, 'definition' | 'door' | 'recorder'>,
  principal: Principal,
  record: string,
): Promise<void> {
  // The login of customers records one by one, also whom it refuses: a group is of many companies and of no customer.
  const isOfStaff = customerOf(principal) === null && runtime.definition.faces === undefined;
  if (isOfStaff) return runtime.recorder.append(principal.tenant, record);
  return appendRecord(doorOf(runtime, principal), principal.tenant, record);
}
