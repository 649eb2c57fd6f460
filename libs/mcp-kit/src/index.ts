export { callTool, type ToolCall } from './call/call-tool.ts';
export type { CallOutcome } from './call/outcome.ts';
export { ConfigurationError, checkPrefix } from './config.ts';
export {
  CursorArgument,
  cursorOf,
  LimitArgument,
  LongLinesLimitArgument,
  pageOf,
  placeText,
  readCursor,
  UNKNOWN_CURSOR,
} from './cursor.ts';
export { customerFacing, withCustomers } from './customer-facing.ts';
export { definitionHash, definitionOf, type ToolDefinition } from './definition.ts';
export { consumePending } from './events/consume.ts';
export { consumerOf, EventFault, type BornAnswer, type ConsumerDeps, type EventConsumer } from './events/consumer.ts';
export { DEFAULT_BUDGETS, everyBudget, type Budgets } from './limits/limits.ts';
export { memoryLimits } from './limits/memory-limits.ts';
export { allTools, makeRuntime } from './make-runtime.ts';
export { unpublishedTools } from './published.ts';
export { carryOut } from './remote/carry-out.ts';
export type { Instruction, NotFound, Outside, Remote, RemoteAnswer } from './remote/remote.ts';
export { readResource } from './resources/read-resource.ts';
export { runServer, type ImportCommand } from './run-server.ts';
export type { Principal, Runtime } from './runtime.ts';
export { searchText, wordsOf } from './search-text.ts';
export { serveStdio } from './serve-stdio.ts';
export {
  scopesOf,
  type CustomerSide,
  type Prompt,
  type ResourceTemplate,
  type ServerDefinition,
} from './server-definition.ts';
export {
  defineReadTool,
  defineWriteTool,
  type Caller,
  type ReadBack,
  type Tool,
  type ToolDeps,
  type ToolRefusal,
  type WriteTool,
} from './tool.ts';
export { handleDue, runWorker } from './worker.ts';
