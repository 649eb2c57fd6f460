import { randomBytes } from 'node:crypto';
import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  inputRequired,
  ProtocolError,
  ProtocolErrorCode,
  type InputRequest,
  type InputRequiredResult,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { saidText, testTool, type TestTool } from './test-tool.ts';

const codec = createRequestStateCodec<{ readonly round: number }>({ key: randomBytes(32) });

/** A form with one field that has to be filled in. */
export const form = (message: string, field: string): InputRequest =>
  inputRequired.elicit({
    mode: 'form',
    message,
    requestedSchema: { type: 'object', properties: { [field]: { type: 'string' } }, required: [field] },
  });

const CONFIRMATION: InputRequest = inputRequired.elicit({
  mode: 'form',
  message: 'Please confirm',
  requestedSchema: { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] },
});

const sampling = (words: string, maxTokens: number): InputRequest =>
  inputRequired.createMessage({ messages: [{ role: 'user', content: { type: 'text', text: words } }], maxTokens });

/** What the person filled in for this question; undefined where nobody did, or it is no such form. */
export const filledIn = ({ mcpReq }: ServerContext, key: string): Readonly<Record<string, unknown>> | undefined =>
  acceptedContent(mcpReq.inputResponses, key);

/** What the client answered to this question, whatever it is. */
const answered = ({ mcpReq }: ServerContext, key: string): object | undefined => {
  const answer: unknown = mcpReq.inputResponses?.[key];
  return typeof answer === 'object' && answer !== null ? answer : undefined;
};

/** The round that this call goes on with: 0 where it begins. Refuses a state that is not ours as it was. */
async function roundOf(context: ServerContext): Promise<number> {
  const state = context.mcpReq.requestState();
  if (typeof state !== 'string') return 0;
  try {
    return (await codec.verify(state, context)).round;
  } catch {
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'requestState is none of ours.');
  }
}

async function asking(round: number, inputRequests: Record<string, InputRequest>): Promise<InputRequiredResult> {
  return inputRequired({ inputRequests, requestState: await codec.mint({ round }) });
}

async function confirmed(context: ServerContext): Promise<ReturnType<typeof saidText> | InputRequiredResult> {
  const round = await roundOf(context);
  if (round === 1 && filledIn(context, 'confirm') !== undefined) return saidText('state-ok');
  return asking(1, { confirm: CONFIRMATION });
}

async function multiRound(context: ServerContext): Promise<ReturnType<typeof saidText> | InputRequiredResult> {
  const round = await roundOf(context);
  if (round === 2 && filledIn(context, 'step2') !== undefined) return saidText('done');
  if (round === 1 && filledIn(context, 'step1') !== undefined) {
    return asking(2, { step2: form('Step 2: What is your favorite color?', 'color') });
  }
  return asking(1, { step1: form('Step 1: What is your name?', 'name') });
}

const ALL: Readonly<Record<string, InputRequest>> = {
  user_name: form('What is your name?', 'name'),
  greeting: sampling('Generate a greeting', 50),
  client_roots: inputRequired.listRoots(),
};

/** Asks for no more than this client said that it can be asked for. */
function capable({ mcpReq }: ServerContext): InputRequiredResult {
  const envelope: Readonly<Record<string, unknown>> = { ...mcpReq.envelope };
  const declared = (envelope[CLIENT_CAPABILITIES_META_KEY] ?? {}) as Readonly<Record<string, unknown>>;
  const needs = { user_name: 'elicitation', greeting: 'sampling', client_roots: 'roots' };
  const inputRequests = Object.fromEntries(
    Object.entries(needs).flatMap(([key, need]) => {
      const request = ALL[key];
      return need in declared && request !== undefined ? [[key, request]] : [];
    }),
  );
  return inputRequired({ inputRequests });
}

/** Tools that answer with what they still need, as 2026-07-28 has it. */
export const REQUIRED_INPUT_TOOLS: readonly TestTool[] = [
  testTool('test_input_required_result_elicitation', (_args, context) => {
    const name = filledIn(context, 'user_name')?.['name'];
    if (typeof name === 'string') return saidText(`Hello, ${name}!`);
    return inputRequired({ inputRequests: { user_name: form('What is your name?', 'name') } });
  }),
  testTool('test_streaming_elicitation', () => saidText('done')),
  testTool('test_input_required_result_sampling', (_args, context) => {
    const answer = answered(context, 'capital_question');
    if (answer !== undefined) return saidText(`LLM response: ${JSON.stringify(answer)}`);
    return inputRequired({ inputRequests: { capital_question: sampling('What is the capital of France?', 100) } });
  }),
  testTool('test_input_required_result_list_roots', (_args, context) => {
    const answer = answered(context, 'client_roots');
    if (answer !== undefined) return saidText(`Roots: ${JSON.stringify(answer)}`);
    return inputRequired({ inputRequests: { client_roots: inputRequired.listRoots() } });
  }),
  testTool('test_input_required_result_request_state', (_args, context) => confirmed(context)),
  testTool('test_input_required_result_tampered_state', (_args, context) => confirmed(context)),
  testTool('test_input_required_result_multiple_inputs', async (_args, context) => {
    const round = await roundOf(context);
    const all = Object.keys(ALL).every((key) => answered(context, key) !== undefined);
    return round === 1 && all ? saidText('done') : asking(1, { ...ALL });
  }),
  testTool('test_input_required_result_multi_round', (_args, context) => multiRound(context)),
  testTool('test_input_required_result_capabilities', (_args, context) => capable(context)),
];
