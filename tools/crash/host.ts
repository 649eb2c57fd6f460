import * as z from 'zod';

/** Which revision of the protocol a host speaks. */
export type Era = '2026-07-28' | '2025-11-25';

/** The program ended, or was ended, before it answered. */
export class ProgramGone extends Error {
  override readonly name = 'ProgramGone';
}

export type CallResult = z.infer<typeof CallResult>;
const CallResult = z.looseObject({
  resultType: z.string().optional(),
  requestState: z.string().optional(),
  inputRequests: z.record(z.string(), z.unknown()).optional(),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  content: z.array(z.looseObject({ text: z.string().optional() })).optional(),
  isError: z.boolean().optional(),
});

export type Message = z.infer<typeof Message>;
const Message = z.looseObject({
  id: z.union([z.string(), z.number()]).nullish(),
  method: z.string().optional(),
  result: z.unknown().optional(),
  error: z.looseObject({ code: z.number(), message: z.string() }).optional(),
});

/** What a server said, whatever it was. */
export const messageIn = (text: string): Message => Message.parse(JSON.parse(text));

/** What an answer says, or the error in it. */
export function resultIn({ result, error }: Message): unknown {
  if (error !== undefined) throw new Error(`${error.code} ${error.message}`);
  return result;
}

const capabilities = { elicitation: { form: {} } };
const clientInfo = { name: 'supercargo-tools', version: '1' };
/** What the person at the host says to each form. */
export const YES = { action: 'accept', content: { confirm: true } };

/** How a host of the revisions with a handshake begins. */
export const initializeWith = (era: Era): Readonly<Record<string, unknown>> => ({
  protocolVersion: era,
  capabilities,
  clientInfo,
});

/** The parameters of a request, with what each says of its host since 2026-07-28. */
export function paramsOf(era: Era, params: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (era !== '2026-07-28') return params;
  return {
    ...params,
    _meta: {
      'io.modelcontextprotocol/protocolVersion': era,
      'io.modelcontextprotocol/clientCapabilities': capabilities,
      'io.modelcontextprotocol/clientInfo': clientInfo,
    },
  };
}

export type Arguments = Readonly<Record<string, unknown>>;

/** A host with one server, whose person says yes to every form. */
export interface Host {
  /** Calls a tool, and says yes where a person is asked. Rejects with ProgramGone when the server ends meanwhile. */
  call(name: string, args: Arguments): Promise<CallResult>;
  /** Ends the server's process without a word, and waits until it is gone. */
  kill(): Promise<void>;
}

/** One request, and what it was answered. */
export type Ask = (method: string, params: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** Yeses that were said and have no answer, by the call that they belong to. A host that lost an answer says its yes again. */
export type Unanswered = Map<string, Readonly<Record<string, unknown>>>;

/** A call of a tool, and the same call again with a yes to everything that it was answered with. */
export async function callSayingYes(
  ask: Ask,
  unanswered: Unanswered,
  name: string,
  args: Arguments,
): Promise<CallResult> {
  const call = { name, arguments: args };
  const key = JSON.stringify(call);
  if (!unanswered.has(key)) {
    const first = CallResult.parse(await ask('tools/call', call));
    if (first.resultType !== 'input_required') return first;
    const inputResponses = Object.fromEntries(Object.keys(first.inputRequests ?? {}).map((each) => [each, YES]));
    unanswered.set(key, { inputResponses, requestState: first.requestState });
  }
  const answer = CallResult.parse(await ask('tools/call', { ...call, ...unanswered.get(key) }));
  unanswered.delete(key);
  return answer;
}
