export { PEOPLE, foundTenant } from './found-tenant.ts';
export type { ConsentLimit, Founding, FoundingRule } from './found-tenant.ts';
export { testDatabase, type TestDatabase } from './test-database.ts';
export { tenantTables, wallFailures } from './wall/wall-check.ts';
export { fillWall } from './wall/wall-rows.ts';
export { startPgBouncer, type Pooler, type PoolerOptions } from './pgbouncer.ts';
// The access matrix, for tests of libraries that @supercargo/prisma itself is built on.
export { FUNCTION_GRANTS, LOGINS } from '@supercargo/prisma';
export {
  CLIENTS,
  connectClient,
  type ClientKind,
  type Elicit,
  type TestClient,
  type TestSubscription,
  type ToolAnswer,
} from './contract/clients.ts';
export { newRequest, requestIdOf } from './contract/good-input.ts';
export type { BreakGuard, Input, ServerFacts, StoredPlan, WriteFacts } from './contract/facts.ts';
export type { ServerStreams } from './contract/line-client.ts';
export { modernMeta, rawLines, type RawAnswer, type RawLines } from './contract/raw-lines.ts';
export { recordsOf, rowCounts, type AuditRecord } from './contract/record.ts';
export { TELLTALES } from './contract/refusal-contract.ts';
export { ROLES } from './contract/access-contract.ts';
export { serverContract } from './contract/server-contract.ts';
export { openStage, publish, stageOf, type Stage, type Trade } from './contract/stage.ts';
export { makeMachine, type Machine, type ServerProcess } from './contract/server-process.ts';
export {
  csvImports,
  csvOf,
  type CsvImported,
  type CsvImports,
  type CsvLine,
  type CsvOptions,
} from './imports/csv-file.ts';
export {
  fileFolder,
  PUBLISHED_SCMS,
  SCMS_HEADER,
  scmsPurchase,
  scmsStockOrder,
  scmsText,
  type ScmsValues,
} from './imports/scms-file.ts';
