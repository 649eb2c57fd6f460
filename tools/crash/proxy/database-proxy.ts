import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPatience } from '../patience.ts';
import { Session, type Fate, type Statement } from './session.ts';

/**
 * Where in a statement's life a process is stopped. `unsent`: it was written, and has not reached the database; all before it is done and
 * known. `unanswered`: the database has done it, and nobody was told. `in flight`: it was sent just now, and the database may be anywhere
 * in it. `answered`: the process knows. A process that goes on after that cannot be told from one that has not yet, so this is held for
 * the last statement of a story only; for every other it is the next one `unsent`.
 */
export type Moment = 'unsent' | 'unanswered' | 'answered' | 'in flight';

/** The place at which a process is held: its how-manieth statement since the story began, what it must be, and the moment. */
export type HoldPoint = { readonly index: number; readonly label: string; readonly moment: Moment };

type Story = {
  /** False until the process has looked for what to do. */
  begun: boolean;
  count: number;
  readonly seen: string[];
  readonly hold: HoldPoint | undefined;
  /** The statement that met the hold point. */
  statement: Statement | undefined;
  readonly reached: (problem: Error | undefined) => void;
};

const reachMsMax = 8_000;
const lookMs = 200;
const quietMs = 5;

/** The statements by which a worker looks for what to do: the one that its story begins after, and all. */
export type Looks = { readonly begins: string; readonly all: readonly string[] };

/**
 * Stands between processes and PostgreSQL, knows each statement that passes, and can stop a session at any of them. No program has to
 * know: DATABASE_URL names the proxy. Stories are played one after the other; a held one stays held while the next is played.
 */
export class DatabaseProxy {
  readonly #server: Server;
  readonly #sessions = new Set<Session>();
  readonly #held = new Set<Session>();
  readonly #awaited = new Map<string, PromiseWithResolvers<undefined>>();
  readonly #looks: Looks | undefined;
  /** Looks that were sent on and are not answered. */
  readonly #looking = new Map<Statement, Session>();
  #story: Story | undefined;
  #gate: { readonly labels: readonly string[]; readonly opened: Promise<void>; readonly open: () => void } | undefined;

  private constructor(upstream: () => { readonly host: string; readonly port: number }, looks: Looks | undefined) {
    this.#looks = looks;
    this.#server = createServer((socket) => {
      const watch = {
        fateOf: (session: Session, statement: Statement) => this.#fateOf(session, statement),
        onAnswered: (_session: Session, statement: Statement) => this.#onAnswered(statement),
        onGone: (session: Session) => {
          for (const [statement, of] of this.#looking) if (of === session) this.#looking.delete(statement);
          this.#sessions.delete(session);
          this.#held.delete(session);
        },
      };
      this.#sessions.add(new Session(socket, upstream(), watch));
    });
  }

  static async listen(
    upstream: () => { readonly host: string; readonly port: number },
    looks?: Looks,
  ): Promise<DatabaseProxy> {
    const proxy = new DatabaseProxy(upstream, looks);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /**
   * Keeps back the looks of these names until `release`. What is on its way is waited for: a look that is answered later would see what
   * is arranged meanwhile.
   */
  async shut(labels: readonly string[]): Promise<void> {
    const { promise: opened, resolve: open } = Promise.withResolvers<undefined>();
    this.#gate?.open();
    this.#gate = { labels, opened, open: () => open(undefined) };
    do await sleep(quietMs);
    while (this.#looking.size > 0);
  }

  release(): void {
    this.#gate?.open();
    this.#gate = undefined;
  }

  /** Notes the statements of the story that begins now; the answer gives them. */
  record(): () => readonly string[] {
    const story = this.#newStory(undefined, () => undefined);
    this.#story = story;
    return () => story.seen;
  }

  /**
   * Holds the story that begins now at that point. Resolves when it is held there; rejects when the statement there is another one, or
   * when it does not come.
   */
  async hold(point: HoldPoint): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const isOver = startPatience(reachMsMax);
    const timer = setInterval(() => {
      if (isOver()) reject(new Error(`not reached: ${point.label} ${point.moment}, after ${story.seen.join(', ')}`));
    }, lookMs);
    const reached = (problem: Error | undefined): void => {
      if (problem === undefined) resolve(undefined);
      else reject(problem);
    };
    const story = this.#newStory(point, reached);
    this.#story = story;
    await promise.finally(() => clearInterval(timer));
  }

  #newStory(hold: Story['hold'], reached: Story['reached']): Story {
    return { begun: this.#looks === undefined, count: 0, seen: [], hold, statement: undefined, reached };
  }

  /** Resolves when a statement of that name comes by next. */
  async comes(label: string): Promise<void> {
    const known = this.#awaited.get(label) ?? Promise.withResolvers<undefined>();
    this.#awaited.set(label, known);
    await known.promise;
  }

  /** Process ids of the backends that serve this proxy's sessions. */
  backends(): readonly number[] {
    return [...this.#sessions].flatMap(({ serverPid }) => (serverPid === undefined ? [] : [serverPid]));
  }

  /** Ends every session, as the death of the process behind them does; the next story starts from nothing. */
  cut(): void {
    for (const session of [...this.#sessions]) session.destroy();
    this.#story = undefined;
  }

  async close(): Promise<void> {
    this.cut();
    this.release();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #fateOf(session: Session, statement: Statement): Promise<Fate> {
    if (this.#held.has(session)) return 'keep';
    this.#awaited.get(statement.label)?.resolve(undefined);
    this.#awaited.delete(statement.label);
    if (this.#gate?.labels.includes(statement.label) === true) await this.#gate.opened;
    if (session.gone) return 'keep';
    if (this.#looks?.all.includes(statement.label) === true) this.#looking.set(statement, session);
    const story = this.#story;
    if (story === undefined) return 'pass';
    if (statement.label === this.#looks?.begins) story.begun = true;
    // Looking changes nothing, and how often a program looks meanwhile is chance.
    if (this.#looks?.all.includes(statement.label) === true) return 'pass';
    // What the process was still at when the story was told belongs to the one before.
    if (!story.begun) return 'pass';
    const index = story.count;
    story.count += 1;
    story.seen.push(statement.label);
    if (story.hold?.index !== index) return 'pass';
    return this.#atPoint(session, statement, story, story.hold);
  }

  #atPoint(session: Session, statement: Statement, story: Story, { label, moment }: HoldPoint): Fate {
    if (statement.label !== label) {
      this.#story = undefined;
      story.reached(new Error(`expected ${label}, met ${statement.label}: the statements are not the recorded ones`));
      return 'pass';
    }
    if (moment !== 'answered') this.#held.add(session);
    story.statement = statement;
    if (moment === 'unsent' || moment === 'in flight') {
      this.#story = undefined;
      // The write that sends it comes first.
      setImmediate(() => story.reached(undefined));
    }
    if (moment === 'unsent') return 'keep';
    return moment === 'unanswered' ? 'pass, keep the answer' : 'pass';
  }

  #onAnswered(statement: Statement): void {
    this.#looking.delete(statement);
    const story = this.#story;
    if (story?.statement !== statement) return;
    this.#story = undefined;
    story.reached(undefined);
  }
}
