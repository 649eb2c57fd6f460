import {
  LEDGER_REFUSALS,
  listRequests,
  readRequest,
  REQUEST_STATES,
  withdraw,
  WriteAnswer,
  type LedgerRequest,
} from '@supercargo/approval';
import { ok, refuse } from '@supercargo/kernel';
import { seesAllRequests } from '@supercargo/policy';
import * as z from 'zod';
import { defineLedgerTool, defineReadTool, type Tool, type ToolRefusal, type WriteTool } from './tool.ts';
import { answerOf } from './write/answer-of.ts';
import { CursorArgument, cursorOf, pageOf, readCursor, UNKNOWN_CURSOR } from './cursor.ts';

const UNKNOWN: ToolRefusal = {
  code: 'unknown_request',
  reason: LEDGER_REFUSALS.unknown_request,
  field: 'request_id',
  accepted: 'the request_id of a request of yours',
};

const RequestId = z.strictObject({ request_id: z.uuid().describe('The request_id that the write tool answered.') });

const Row = z.strictObject({
  request_id: z.uuid(),
  tool: z.string(),
  state: z.enum(REQUEST_STATES),
  sentence: z.string(),
  requester: z.string(),
  asked_at: z.iso.datetime(),
  waits_until: z.iso.datetime(),
  decisions: z.array(z.strictObject({ person: z.string(), verdict: z.string(), via: z.string() })),
});

function rowOf(request: LedgerRequest): z.infer<typeof Row> {
  return {
    request_id: request.id,
    tool: request.tool,
    state: request.state,
    sentence: request.card.sentence,
    requester: request.requester,
    asked_at: request.askedAt.toISOString(),
    waits_until: request.waitsUntil.toISOString(),
    decisions: [...request.decisions],
  };
}

function getRequestTool(
  server: string,
  scope: string,
  writes: readonly WriteTool[],
  consoleOrigin: string | undefined,
): Tool {
  return defineReadTool({
    name: `get_${server}_request`,
    title: 'Get a request',
    description:
      'Where one of your requests stands: executed with its result, waiting and for whom, or ended and why. Ask this instead of repeating a write.',
    scopes: [scope],
    input: RequestId,
    output: WriteAnswer,
    read: async ({ request_id: id }, deps) => {
      const request = await readRequest(deps.tx, id);
      if (request === undefined || (request.requester !== deps.caller.person && !seesAllRequests(deps.caller.roles))) {
        return refuse(UNKNOWN);
      }
      const tool = writes.find((write) => write.name === request.tool);
      const readBack =
        request.state === 'executed' && request.result !== null && tool !== undefined
          ? await tool.readBack(JSON.parse(request.result) as Record<string, string>, deps)
          : {};
      return ok(answerOf(request, readBack, consoleOrigin));
    },
  });
}

const ListFilter = z.strictObject({
  states: z
    .array(z.enum(REQUEST_STATES))
    .min(1)
    .max(REQUEST_STATES.length)
    .optional()
    .describe('Only requests in these states.'),
  limit: z.int().min(1).max(100).default(20).describe('At most this many, 1 to 100.'),
  cursor: CursorArgument,
});

/** No request was asked before this: years that the database cannot read are no place in a list. */
const FIRST = '2000-01-01';

const Place = z.tuple([z.iso.datetime({ precision: 3 }).refine((at) => at >= FIRST), z.uuid()]);

function listRequestsTool(server: string, scope: string): Tool {
  const name = `list_${server}_requests`;
  return defineReadTool({
    name,
    title: 'List requests',
    description: 'Your requests of this server, newest first; finance, auditors and administrators see everybody’s.',
    scopes: [scope],
    input: ListFilter,
    output: z.strictObject({
      requests: z.array(Row),
      total: z.int(),
      next_cursor: z.string().nullable(),
      as_of: z.iso.datetime(),
    }),
    read: async ({ states, limit, cursor }, deps) => {
      const after = readCursor(name, Place, cursor);
      if (after === undefined) return refuse(UNKNOWN_CURSOR);
      const { requests, total } = await listRequests(deps.tx, {
        requester: seesAllRequests(deps.caller.roles) ? null : deps.caller.person,
        states: states ?? null,
        after: after === null ? null : { askedAt: after[0], id: after[1] },
        limit: limit + 1,
      });
      const { page, endsAt } = pageOf(requests, limit);
      return ok({
        requests: page.map(rowOf),
        total,
        next_cursor: endsAt === null ? null : cursorOf(name, [endsAt.askedAt.toISOString(), endsAt.id]),
        as_of: deps.clock().toISOString(),
      });
    },
  });
}

function withdrawRequestTool(server: string, scope: string): Tool {
  return defineLedgerTool({
    name: `withdraw_${server}_request`,
    title: 'Withdraw a request',
    description:
      'Takes back a request of yours that was not executed yet. Nothing is done, and nobody has to approve it.',
    scopes: [scope],
    input: RequestId,
    output: z.strictObject({ request_id: z.uuid(), state: z.literal('withdrawn'), sentence: z.string() }),
    run: async ({ request_id: id }, deps) => {
      const request = await readRequest(deps.tx, id);
      if (request === undefined) return refuse(UNKNOWN);
      const answer = await withdraw(deps.tx, id, deps.caller.person, null);
      if (answer.refusal === 'unknown_request') return refuse(UNKNOWN);
      if (answer.refusal !== null) {
        return refuse({
          code: answer.refusal,
          reason: `the request is ${answer.state ?? 'over'} and can no longer be withdrawn`,
          field: 'request_id',
        });
      }
      return ok({ request_id: id, state: 'withdrawn' as const, sentence: request.card.sentence });
    },
  });
}

/** The three tools about requests that every server has. Their names differ by server, because hosts refuse the same name twice. */
export function requestTools(
  server: string,
  scope: string,
  tools: readonly Tool[],
  consoleOrigin: string | undefined,
): readonly Tool[] {
  const writes = tools.filter((tool): tool is WriteTool => tool.effect === 'write');
  return [
    getRequestTool(server, scope, writes, consoleOrigin),
    listRequestsTool(server, scope),
    withdrawRequestTool(server, scope),
  ];
}
