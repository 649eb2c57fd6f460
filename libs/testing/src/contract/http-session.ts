import type { Input } from './facts.ts';
import type { Calling, HttpTrial } from './http-trial.ts';

type Message = Readonly<Record<string, unknown>>;

/** A call that is under way in a session: what its person was asked first, and what came of it. */
export interface AskedInSession {
  readonly question: Message;
  answer(): Promise<Message>;
  hangUp(): Promise<void>;
}

/** A session of the protocol before 2026-07-28 spoken by hand. */
export interface HttpSession {
  /** A `tools/call`, up to the first thing that it is told. */
  call(name: string, input: Input, more?: object): Promise<AskedInSession>;
  /** A notification, or the answer to a question. */
  tell(message: object): Promise<void>;
}

/** How its host introduces itself. */
export interface Introduction {
  readonly version: '2025-11-25' | '2025-06-18';
  readonly elicitation: object;
}

const SHOWS_FORMS: Introduction = { version: '2025-11-25', elicitation: { form: {} } };

/** What an answer tells, one message after the other: a stream of events, or one message that nothing goes before. */
async function* messagesOf(response: Response): AsyncGenerator<Message, undefined> {
  if (response.headers.get('content-type') === 'application/json') {
    yield (await response.json()) as Message;
    return;
  }
  let rest = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data: ')) yield JSON.parse(line.slice(6)) as Message;
  }
}

/** Begins one; of 2025-11-25 with a host that shows forms, unless it introduces itself otherwise. */
export async function openHttpSession(
  trial: HttpTrial,
  calling: Calling = {},
  { version, elicitation }: Introduction = SHOWS_FORMS,
): Promise<HttpSession> {
  const token = await trial.token(calling);
  const { url } = trial.replicas[calling.replica ?? 0];
  const begun: { session?: string } = {};
  const post = (message: object, signal?: AbortSignal): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
        authorization: `Bearer ${token}`,
        ...(begun.session === undefined ? {} : { 'mcp-session-id': begun.session, 'mcp-protocol-version': version }),
      },
      body: JSON.stringify(message),
      ...(signal === undefined ? {} : { signal }),
    });
  const initialize = {
    ...{ protocolVersion: version, capabilities: { elicitation } },
    clientInfo: { name: 'raw', version: '1' },
  };
  const response = await post({ jsonrpc: '2.0', id: 0, method: 'initialize', params: initialize });
  await response.text();
  begun.session = response.headers.get('mcp-session-id') ?? '';
  const tell = async (message: object): Promise<void> => {
    const { status } = await post(message);
    if (status !== 202) throw new Error(`what was told was answered ${status.toString()}`);
  };
  await tell({ jsonrpc: '2.0', method: 'notifications/initialized' });
  let last = 0;
  return {
    tell,
    call: async (name, input, more = {}) => {
      last += 1;
      const stop = new AbortController();
      const params = { name, arguments: input, ...more };
      const messages = messagesOf(await post({ jsonrpc: '2.0', id: last, method: 'tools/call', params }, stop.signal));
      const next = async (): Promise<Message> => {
        const { value } = await messages.next();
        if (value === undefined) throw new Error('the stream ended');
        return value;
      };
      return {
        question: await next(),
        answer: next,
        hangUp: async () => {
          stop.abort();
          await messages.next().catch(() => undefined);
        },
      };
    },
  };
}
