import type { Input } from './facts.ts';
import type { Calling, HttpTrial } from './http-trial.ts';

type Message = Readonly<Record<string, unknown>>;

/** A call that is under way in a session: what its person was asked first, and what came of it. */
export interface AskedInSession {
  readonly question: Message;
  answer(): Promise<Message>;
  hangUp(): Promise<void>;
}

/** A session of 2025-11-25 spoken by hand, by a host that shows forms. */
export interface HttpSession {
  /** A `tools/call`, up to the first thing that it is told. */
  call(name: string, input: Input, more?: object): Promise<AskedInSession>;
  /** A notification, or the answer to a question. */
  tell(message: object): Promise<void>;
}

const VERSION = '2025-11-25';

/** What a stream of events tells, one message after the other. */
async function* messagesOf(response: Response): AsyncGenerator<Message, undefined> {
  let rest = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data: ')) yield JSON.parse(line.slice(6)) as Message;
  }
}

export async function openHttpSession(trial: HttpTrial, calling: Calling = {}): Promise<HttpSession> {
  const token = await trial.token(calling);
  const { url } = trial.replicas[calling.replica ?? 0];
  const begun: { session?: string } = {};
  const post = (message: object, signal?: AbortSignal): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
        authorization: `Bearer ${token}`,
        ...(begun.session === undefined ? {} : { 'mcp-session-id': begun.session, 'mcp-protocol-version': VERSION }),
      },
      body: JSON.stringify(message),
      ...(signal === undefined ? {} : { signal }),
    });
  const initialize = {
    ...{ protocolVersion: VERSION, capabilities: { elicitation: { form: {} } } },
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
