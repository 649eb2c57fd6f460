import { callSayingYes, initializeWith, messageIn, paramsOf, ProgramGone, resultIn, YES } from './host.ts';
import type { Arguments, CallResult, Era, Host, Message, Unanswered } from './host.ts';
import type { HttpProgram } from './http-program.ts';

/**
 * A host at a server over HTTP, with the token of whoever signed in: written by hand as the one over standard streams is. Of 2026-07-28
 * it says a yes again whose answer it lost, also to the server that took the place of the one that asked.
 */
export class HttpHost implements Host {
  readonly #program: HttpProgram;
  readonly #era: Era;
  readonly #token: () => Promise<string>;
  readonly #unanswered: Unanswered;
  #session: string | undefined;
  #lastId = 0;

  private constructor(program: HttpProgram, era: Era, token: () => Promise<string>, unanswered: Unanswered) {
    this.#program = program;
    this.#era = era;
    this.#token = token;
    // Before it there is nothing that a host could say again: the question was the server's own, inside the call.
    this.#unanswered = era === '2026-07-28' ? unanswered : new Map<string, never>();
  }

  /** Greets the server; resolves with its first answer. */
  static async greet(
    program: HttpProgram,
    era: Era,
    token: () => Promise<string>,
    unanswered: Unanswered,
  ): Promise<HttpHost> {
    const host = new HttpHost(program, era, token, unanswered);
    if (era === '2026-07-28') await host.#request('server/discover', {});
    else {
      await host.#request('initialize', initializeWith(era));
      await host.#tell({ jsonrpc: '2.0', method: 'notifications/initialized' });
    }
    return host;
  }

  async call(name: string, args: Arguments): Promise<CallResult> {
    return callSayingYes((method, params) => this.#request(method, params), this.#unanswered, name, args);
  }

  kill(): Promise<void> {
    return this.#program.kill();
  }

  async #request(method: string, params: Readonly<Record<string, unknown>>): Promise<unknown> {
    const id = (this.#lastId += 1);
    const response = await this.#post(
      { jsonrpc: '2.0', id, method, params: paramsOf(this.#era, params) },
      method,
      params,
    );
    this.#session ??= response.headers.get('mcp-session-id') ?? undefined;
    try {
      for await (const message of messagesOf(response)) {
        if (message.method === 'elicitation/create') await this.#tell({ jsonrpc: '2.0', id: message.id, result: YES });
        else if (message.id === id || message.error !== undefined) return resultIn(message);
      }
    } catch (error) {
      // Of a response that ends in the middle `fetch` says no more than this.
      throw error instanceof TypeError ? new ProgramGone('the server is gone') : error;
    }
    throw new ProgramGone('the server is gone');
  }

  /** Says what has no answer: a notification, or the answer to a question of the server's. */
  async #tell(message: object): Promise<void> {
    const response = await this.#post(message);
    if (response.status !== 202) throw new Error(`what was told was answered ${response.status}`);
  }

  async #post(message: object, method?: string, params: Readonly<Record<string, unknown>> = {}): Promise<Response> {
    const modern = { 'mcp-protocol-version': this.#era, ...(method === undefined ? {} : { 'mcp-method': method }) };
    const name = params['name'];
    const headers = {
      ...{ 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      authorization: `Bearer ${await this.#token()}`,
      ...(this.#era === '2026-07-28' ? { ...modern, ...(typeof name === 'string' ? { 'mcp-name': name } : {}) } : {}),
      ...(this.#session === undefined ? {} : { 'mcp-session-id': this.#session, 'mcp-protocol-version': this.#era }),
    };
    const sent = fetch(this.#program.url, { method: 'POST', headers, body: JSON.stringify(message) });
    return sent.catch(() => Promise.reject(new ProgramGone('the server is gone')));
  }
}

/** The messages of a response, one after the other: all of a stream of events, or the one that it is. */
async function* messagesOf(response: Response): AsyncGenerator<Message> {
  if (response.headers.get('content-type') !== 'text/event-stream') {
    yield messageIn(await response.text());
    return;
  }
  let rest = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data: ')) yield messageIn(line.slice('data: '.length));
  }
}
