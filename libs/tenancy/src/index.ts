export {
  openDoor,
  type DoorConfig,
  type DueExecution,
  type DueRequest,
  type PendingEvent,
  type TenantDoor,
} from './door.ts';
export { TenancyFault, type Parameter, type Statement, type TenantTx } from './tx.ts';
export { openPrismaDoor, type PrismaDoor, type TenantPrisma } from './store/prisma.ts';
