import { connect, type Socket } from 'node:net';
import { backendPid, MessageSplitter, statementOf } from './messages.ts';

/**
 * One statement with everything that leads to its answer: from its first message to its Sync or simple query. `label` says what it is;
 * a commit is named after the last statement of its transaction.
 */
export type Statement = { readonly label: string; readonly bytes: Buffer };

/** What happens to a statement that arrived: sent on, sent on with its answer kept back, or kept back itself. */
export type Fate = 'pass' | 'pass, keep the answer' | 'keep';

/** What a proxy wants to know and decide about its sessions. */
export type SessionWatch = {
  /** Asked once for each statement, when all earlier ones of its session are answered or the fate is `pass`. */
  readonly fateOf: (session: Session, statement: Statement) => Promise<Fate>;
  readonly onAnswered: (session: Session, statement: Statement) => void;
  readonly onGone: (session: Session) => void;
};

/** One connection through the proxy. Statements go on one by one, in order; answers too. */
export class Session {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #watch: SessionWatch;
  /** Statements that were sent on and not yet answered; undefined is the start-up. */
  readonly #sent: (Statement | undefined)[] = [undefined];
  #keepAnswerOf: Statement | undefined;
  #lastOfTransaction = '';
  #queue: Promise<void> = Promise.resolve();
  #gone = false;
  serverPid: number | undefined;

  constructor(client: Socket, upstream: { readonly host: string; readonly port: number }, watch: SessionWatch) {
    this.#client = client;
    this.#watch = watch;
    this.#server = connect(upstream.port, upstream.host);
    for (const socket of [this.#client, this.#server]) {
      socket.setNoDelay(true);
      socket.on('error', () => this.destroy());
      socket.on('close', () => this.destroy());
    }
    this.#forwardStatements();
    this.#forwardAnswers();
  }

  get gone(): boolean {
    return this.#gone;
  }

  /** Ends both sides at once, as a network does when one of them dies. */
  destroy(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#client.destroy();
    this.#server.destroy();
    this.#watch.onGone(this);
  }

  #forwardStatements(): void {
    const splitter = new MessageSplitter(true);
    let parts: Buffer[] = [];
    let name: string | undefined;
    this.#client.on('data', (chunk) => {
      for (const message of splitter.push(chunk)) {
        if (['', 'p', 'X'].includes(message.type)) {
          this.#enqueue(() => this.#write(this.#server, message.bytes));
          continue;
        }
        parts.push(message.bytes);
        name = statementOf(message) ?? name;
        if (message.type !== 'Q' && message.type !== 'S') continue;
        const statement = { label: this.#labelOf(name ?? ''), bytes: Buffer.concat(parts) };
        parts = [];
        name = undefined;
        this.#enqueue(() => this.#forward(statement));
      }
    });
  }

  #labelOf(name: string): string {
    if (name === 'commit' || name === 'rollback') return `${name} of ${this.#lastOfTransaction}`;
    if (!name.startsWith('begin')) this.#lastOfTransaction = name;
    return name;
  }

  #enqueue(work: () => Promise<void> | void): void {
    this.#queue = this.#queue.then(work).catch(() => this.destroy());
  }

  async #forward(statement: Statement): Promise<void> {
    const fate = await this.#watch.fateOf(this, statement);
    if (fate === 'keep') return new Promise(() => undefined);
    if (fate === 'pass, keep the answer') this.#keepAnswerOf = statement;
    this.#sent.push(statement);
    this.#write(this.#server, statement.bytes);
  }

  #forwardAnswers(): void {
    const splitter = new MessageSplitter(false);
    this.#server.on('data', (chunk) => {
      for (const message of splitter.push(chunk)) {
        this.serverPid = backendPid(message) ?? this.serverPid;
        const about = this.#sent[0];
        if (about === undefined || about !== this.#keepAnswerOf) this.#write(this.#client, message.bytes);
        if (message.type !== 'Z') continue;
        this.#sent.shift();
        if (about !== undefined) this.#watch.onAnswered(this, about);
      }
    });
  }

  #write(socket: Socket, bytes: Buffer): void {
    if (!this.#gone) socket.write(bytes);
  }
}
