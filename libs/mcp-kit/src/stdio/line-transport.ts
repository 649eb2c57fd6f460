import type {
  JSONRPCMessage,
  JSONRPCNotification,
  JSONRPCResponse,
  RequestId,
  Transport,
} from '@modelcontextprotocol/server';

import { admit } from './admission.ts';
import type { Frame } from './frame.ts';
import { readFrame } from './frame.ts';
import { InFlight } from './in-flight.ts';
import type { Line } from './line-splitter.ts';
import { LineSplitter } from './line-splitter.ts';
import { LineWriter, OutputClosedError } from './line-writer.ts';
import type { FrameRefusal } from './refusal.ts';
import { errorLine, RPC_CODES } from './refusal.ts';
import type { LineBounds, LineTransportOptions } from './stdio-options.ts';
import { lineBounds } from './stdio-options.ts';

const INTERNAL_ERROR = 'Internal error.';

function cancelledId({ method, params }: JSONRPCNotification): RequestId | undefined {
  const id = method === 'notifications/cancelled' ? params?.['requestId'] : undefined;
  return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}

/**
 * The stdio transport (MCP, "Transports", stdio): one JSON-RPC message a line, nothing else on the output, over at the
 * end of input. Whatever comes in, it answers and goes on: a line that is too long, is not JSON or could be understood
 * in two ways is refused, audited and answered, and the next line is served.
 *
 * Hand it to the SDK's `serveStdio(factory, { transport })`. It does not decide the protocol era and does not look
 * inside params; the size of an answer is its handler's to bound, and so is work that goes on after a cancellation.
 */
export class LineTransport implements Transport {
  onclose?: Transport['onclose'];
  onerror?: Transport['onerror'];
  onmessage?: Transport['onmessage'];

  /** Resolves when the connection is over: end of input and answers drained, output gone, or closed. Never rejects. */
  readonly closed: Promise<void>;

  readonly #options: LineTransportOptions;
  readonly #bounds: LineBounds;
  readonly #splitter: LineSplitter;
  readonly #writer: LineWriter;
  readonly #inFlight = new InFlight();
  readonly #resolveClosed: () => void;
  #reading: Promise<void> = Promise.resolve();
  #phase: 'new' | 'open' | 'ending' | 'closed' = 'new';

  constructor(options: LineTransportOptions) {
    this.#options = options;
    this.#bounds = lineBounds(options);
    this.#splitter = new LineSplitter(this.#bounds.frameBytesMax);
    this.#writer = new LineWriter(options.stdout);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.closed = promise;
    this.#resolveClosed = () => {
      resolve(undefined);
    };
  }

  /** Begins to read. The callbacks must be set; `serveStdio` does both. */
  start(): Promise<void> {
    if (this.#phase !== 'new') return Promise.reject(new Error('a transport is started once'));
    this.#phase = 'open';
    const { stdin, stdout } = this.#options;
    stdout.on('error', this.#onOutputGone);
    stdout.on('close', this.#onOutputGone);
    stdin.on('error', this.#onInputError);
    stdin.on('end', this.#onInputEnd);
    stdin.on('close', this.#onInputEnd);
    stdin.on('data', this.#onChunk);
    return Promise.resolve();
  }

  /**
   * The handler of request `id` has taken over its audit, whatever it answers: an error with this id is not reported
   * to `onProtocolError` any more. Call it first in the handler. An id that is not in flight is left alone.
   */
  markAudited(id: RequestId): void {
    this.#inFlight.markAudited(id);
  }

  /** Writes one message. Answers to requests that were cancelled, or never made, are dropped: nobody waits for them. */
  async send(message: JSONRPCMessage): Promise<void> {
    if (this.#phase === 'new' || this.#phase === 'closed') throw new OutputClosedError();
    if ('method' in message) {
      await this.#writer.write(JSON.stringify(message));
      return;
    }
    const { id } = message;
    if (id === undefined || !this.#inFlight.has(id)) return;
    try {
      await this.#writer.write(await this.#answerLine(id, message));
    } finally {
      this.#inFlight.remove(id);
    }
  }

  /** Ends the connection now; what is in flight is not waited for. */
  close(): Promise<void> {
    if (this.#phase === 'closed') return Promise.resolve();
    this.#phase = 'closed';
    const { stdin, stdout } = this.#options;
    stdin.off('data', this.#onChunk);
    stdin.off('end', this.#onInputEnd);
    stdin.off('close', this.#onInputEnd);
    // The error listeners stay: a pipe may still break behind us, and an unheard error would end the process.
    stdout.off('close', this.#onOutputGone);
    stdin.pause();
    this.#inFlight.clear();
    this.#resolveClosed();
    this.onclose?.();
    return Promise.resolve();
  }

  readonly #onChunk = (chunk: Uint8Array | string): void => {
    // One chunk at a time: while an audit record is written or the reader of our answers is slow, the client waits too.
    this.#options.stdin.pause();
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    this.#then(async () => {
      await this.#takeLines(this.#splitter.push(bytes));
      if (this.#phase === 'open') this.#options.stdin.resume();
    });
  };

  readonly #onInputEnd = (): void => {
    if (this.#phase !== 'open') return;
    this.#phase = 'ending';
    this.#then(async () => {
      await this.#takeLines(this.#splitter.end());
      await this.#inFlight.whenIdle(this.#bounds.drainMs);
      await this.close();
    });
  };

  readonly #onInputError = (error: Error): void => {
    if (this.#phase === 'closed') return;
    this.#report(error);
    this.#onInputEnd();
  };

  // A host that has gone away is an ordinary end, not a fault to report.
  readonly #onOutputGone = (): void => {
    void this.close();
  };

  #then(work: () => Promise<void>): void {
    this.#reading = this.#reading.then(work).catch((error: unknown) => {
      this.#report(error);
    });
  }

  /** Reporting is for people; whatever it does must not stop the reading. */
  #report(thrown: unknown): void {
    try {
      this.onerror?.(thrown instanceof Error ? thrown : new Error(String(thrown)));
    } catch {
      // There is nowhere left to say it.
    }
  }

  async #takeLines(lines: Iterable<Line>): Promise<void> {
    for (const line of lines) {
      // Read again after every await: the connection may be over by now.
      if (this.#phase === 'closed') return;
      try {
        await this.#takeLine(line);
      } catch (error) {
        // One line must not cost the lines behind it, unless there is nobody left to answer.
        if (error instanceof OutputClosedError) await this.close();
        else this.#report(error);
      }
    }
  }

  async #takeLine(line: Line): Promise<void> {
    if (line.kind === 'too_long') {
      const message = `A line is at most ${this.#bounds.frameBytesMax} bytes.`;
      const jsonRpcCode = RPC_CODES.invalidRequest;
      const code = 'line_too_long';
      await this.#refuse({ kind: 'refused', code, jsonRpcCode, id: null, message, answered: true }, line.byteCount);
      return;
    }
    if (line.bytes.every((byte) => byte === 0x0d || byte === 0x20 || byte === 0x09)) return;
    const frame = readFrame(line.bytes);
    const admitted = admit(frame, this.#inFlight, this.#bounds.inFlightMax);
    if (admitted.kind === 'refused') await this.#refuse(admitted, line.bytes.length);
    else await this.#deliver(admitted);
  }

  async #refuse(refusal: FrameRefusal, bytes: number): Promise<void> {
    const { code, jsonRpcCode, method, message } = refusal;
    // An error with the id of a request in flight would be taken for the answer to that request.
    const id = refusal.id === null || this.#inFlight.has(refusal.id) ? null : refusal.id;
    let line = errorLine(id, jsonRpcCode, message, code);
    try {
      await this.#options.onRefusal({ code, jsonRpcCode, id, bytes, ...(method !== undefined && { method }) });
    } catch (error) {
      this.#report(error);
      line = errorLine(id, RPC_CODES.internalError, INTERNAL_ERROR);
    }
    if (refusal.answered) await this.#writer.write(line);
  }

  async #deliver(frame: Exclude<Frame, FrameRefusal>): Promise<void> {
    if (frame.kind === 'complaint') {
      this.#report(new Error('the client sent an error that names no request'));
      return;
    }
    if (frame.kind === 'request') this.#inFlight.add(frame.message.id, frame.message.method);
    // A cancelled request gets no answer (MCP, "Cancellation"), so nothing else would ever end its wait.
    const cancelled = frame.kind === 'notification' ? cancelledId(frame.message) : undefined;
    if (cancelled !== undefined) this.#inFlight.remove(cancelled);
    try {
      this.onmessage?.(frame.message);
    } catch (thrown) {
      this.#report(thrown);
      if (frame.kind !== 'request') return;
      const error = { code: RPC_CODES.internalError, message: INTERNAL_ERROR };
      await this.send({ jsonrpc: '2.0', id: frame.message.id, error });
    }
  }

  /** The line of an answer, once the audit record of an error no handler answers for is durable. */
  async #answerLine(id: RequestId, answer: JSONRPCResponse): Promise<string> {
    const request = this.#inFlight.find(id);
    try {
      if ('error' in answer && request !== undefined && !request.audited) {
        const { code, message } = answer.error;
        await this.#options.onProtocolError({ id, method: request.method, jsonRpcCode: code, message });
        // The SDK gives the message of a thrown error to the client; what a fault says is not for it.
        if (code === RPC_CODES.internalError) return errorLine(id, code, INTERNAL_ERROR);
      }
      return JSON.stringify(answer);
    } catch (error) {
      this.#report(error);
      return errorLine(id, RPC_CODES.internalError, INTERNAL_ERROR);
    }
  }
}
