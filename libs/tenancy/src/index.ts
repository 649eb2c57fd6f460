export { containing } from './containing.ts';
export {
  openDoor,
  type CustomerDoor,
  type DoorConfig,
  type DueExecution,
  type DueRequest,
  type PendingEvent,
  type TenantDoor,
} from './door.ts';
export { readKnownIds } from './read-known-ids.ts';
export { readPage, type Page, type PageStatements } from './read-page.ts';
export { TenancyFault, type Parameter, type Statement, type TenantTx } from './tx.ts';
export { openPrismaDoor, type PrismaDoor, type TenantPrisma } from './store/prisma.ts';
