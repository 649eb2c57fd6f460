import {
  everyBudget,
  makeRuntime,
  memoryLimits,
  type Outside,
  type Runtime,
  type ServerDefinition,
} from '@supercargo/mcp-kit';
import type { TenantDoor } from '@supercargo/tenancy';

/** A server in this process whose calls are counted like every call and never held up; a fault ends the run. */
export function benchRuntime(definition: ServerDefinition, door: TenantDoor, outside?: Outside): Runtime {
  return makeRuntime(definition, {
    ...{ door, outside },
    auditKey: 'the key of the benchmark',
    limits: memoryLimits(everyBudget({ calls: Number.MAX_SAFE_INTEGER, seconds: 10 })),
    onFault: (fault) => {
      throw fault;
    },
  });
}
