export { PEOPLE, foundTenant } from './found-tenant.ts';
export type { ConsentLimit, Founding, FoundingRule } from './found-tenant.ts';
export { direct } from './direct.ts';
export { publishAsImporter, type ImportedEvent } from './store/publish-as-importer.ts';
export { testDatabase, type TestDatabase } from './test-database.ts';
export { tenantTables, wallFailures } from './wall/wall-check.ts';
export { fillWall } from './wall/wall-rows.ts';
export { startPgBouncer, type Pooler, type PoolerOptions } from './pgbouncer.ts';
export { openCollector, type Collector, type ReceivedSpan } from './otlp-collector.ts';
export { openRelay, type Relay } from './relay.ts';
export { startRedis, type Redis, type RunningRedis } from './redis.ts';
// The access matrix, for tests of libraries that @supercargo/prisma itself is built on.
export { FUNCTION_GRANTS, LOGINS } from '@supercargo/prisma';
export { answerOf } from './contract/answer-of.ts';
export { customerContract } from './contract/customer-contract.ts';
export type { CustomerFacts } from './contract/customer-facts.ts';
export {
  CLIENTS,
  connectClient,
  connectHttp,
  type ClientKind,
  type Elicit,
  type Shows,
  type TestClient,
  type TestSubscription,
  type ToolAnswer,
} from './contract/clients.ts';
export { newRequest, requestIdOf } from './contract/good-input.ts';
export type { BreakGuard, Input, ServerFacts, StoredPlan, WriteFacts } from './contract/facts.ts';
export type { ServerStreams } from './contract/line-client.ts';
export {
  modernRequest,
  openHttpStage,
  type Bearer,
  type HttpStage,
  type RawHttpAnswer,
} from './contract/http-stage.ts';
export { modernMeta, rawLines, type RawAnswer, type RawLines } from './contract/raw-lines.ts';
export { peopleOf, type People } from './contract/people.ts';
export { promptContract, type PromptFacts } from './contract/prompt-contract.ts';
export { readResource } from './contract/read-resource.ts';
export { recordsOf, rowCounts, type AuditRecord } from './contract/record.ts';
export { TELLTALES } from './contract/refusal-contract.ts';
export { ROLES } from './contract/access-contract.ts';
export {
  CONSOLE,
  HOSTS,
  openRenamingCompanies,
  TRANSPORTS,
  type Host,
  type RenamingCompanies,
  type RenamingCompany,
} from './contract/renaming-companies.ts';
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
export { demoLoader } from './imports/demo.ts';
export {
  fileFolder,
  PUBLISHED_SCMS,
  SCMS_HEADER,
  scmsPurchase,
  scmsStockOrder,
  scmsText,
  type ScmsValues,
} from './imports/scms-file.ts';
export { writeOver } from './poison/write-over.ts';
export { poisonContract } from './poison/poison-contract.ts';
export { inEveryField, INVISIBLE, POISONED, type TextFacts } from './poison/poison.ts';
export { planContract, statementNames, type PlanFacts } from './store/plan-contract.ts';
export { plannedOnceContract, unknownKeys, type PlannedOnceFacts } from './store/plan-once.ts';
export { nodesOf, plannerOf, statementsOf, type Explained, type Planner, type PlanNode } from './store/plans.ts';
export { proofMint, type ProofMint, type ProvenRequest } from './proof-mint.ts';
export { signInStage, STAGE_RESOURCE, type SignInSettings, type SignInStage } from './sign-in-stage.ts';
export { signMembers, signTexts, type Members } from './sign-texts.ts';
export {
  tokenMint,
  type MintAnswer,
  type MintKey,
  type MintOptions,
  type MintSettings,
  type TokenMint,
} from './token-mint.ts';
export { WRONG_AFTER_IT, WRONG_BEFORE_THE_SIGNATURE, type WrongToken } from './wrong-tokens.ts';
