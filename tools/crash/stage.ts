import type { ChildProcess } from 'node:child_process';
import type { Approver } from './approver-process.ts';
import type { Company } from './company.ts';
import type { Host } from './host.ts';
import { PROGRAMS, type Program } from './plots/plot.ts';
import type { DatabaseProxy } from './proxy/database-proxy.ts';
import { hostsFor, startApprover, startWorker, type Seat } from './seats.ts';

/** A program that can be killed, and the next one, started while this one lives so that nobody waits for it. */
class Post<P> {
  readonly #start: (count: number) => Promise<Seat<P>>;
  #count = 0;
  #deathsLeft = 0;
  #spare: Promise<Seat<P>> | undefined;
  now: Seat<P>;

  private constructor(start: (count: number) => Promise<Seat<P>>, first: Seat<P>) {
    this.#start = start;
    this.now = first;
  }

  static async man<P>(start: (count: number) => Promise<Seat<P>>): Promise<Post<P>> {
    return new Post(start, await start(0));
  }

  /** How often it will die: there is a spare as long as one is needed. */
  expect(deaths: number): void {
    this.#deathsLeft = deaths;
    if (deaths > 0) this.#spare ??= this.#next();
  }

  /** Kills the program; the next one takes its place, and another is started for the time after. */
  async replace(): Promise<void> {
    await this.now.kill();
    this.now.proxy.cut();
    const gone = this.now.proxy.close();
    this.now = await (this.#spare ?? this.#next());
    this.#spare = undefined;
    this.expect(this.#deathsLeft - 1);
    await gone;
  }

  /** Waits until the spare has started: a program that starts while its database is away ends. */
  async ready(): Promise<void> {
    await this.#spare;
  }

  /** The spare is waited for, because it may be a process by now; where it did not start, nothing of it is left. */
  async close(): Promise<void> {
    const spare = await this.#spare?.catch(() => undefined);
    for (const seat of spare === undefined ? [this.now] : [this.now, spare]) {
      await seat.kill();
      await seat.proxy.close();
    }
  }

  /** A spare that does not start is somebody's problem when it is needed, and a fault of nobody's before. */
  #next(): Promise<Seat<P>> {
    this.#count += 1;
    const spare = this.#start(this.#count);
    spare.catch(() => undefined);
    return spare;
  }
}

type Posts = {
  readonly server: Post<Host> | undefined;
  readonly terminal: Post<Approver> | undefined;
  readonly worker: Post<ChildProcess>;
};

/** Everything of a plot that can die, alive: a server with a host, a terminal approver and a worker. Who has no part in it is not started. */
export class Stage {
  readonly company: Company;
  readonly #posts: Posts;

  private constructor(company: Company, posts: Posts) {
    this.company = company;
    this.#posts = posts;
  }

  static async open(company: Company): Promise<Stage> {
    const { told, bears } = company.plot;
    const isAsked = told.kind === 'request';
    await company.world.compile(company.plot.server);
    const [server, terminal, worker] = await Promise.all([
      // Whom nobody asked for is withdrawn by its host.
      isAsked || bears !== undefined ? Post.man(hostsFor(company)) : undefined,
      isAsked && told.tier === 'person' ? Post.man(() => startApprover(company)) : undefined,
      Post.man((count) => startWorker(company, count)),
    ]);
    return new Stage(company, { server, terminal, worker });
  }

  get server(): Host {
    return this.#post('server').now.program;
  }

  get approver(): Approver {
    return this.#post('terminal').now.program;
  }

  #post<Name extends Program>(program: Name): NonNullable<Posts[Name]> {
    const post = this.#posts[program];
    if (post === undefined) throw new Error(`${this.company.plot.name} has no ${program}`);
    return post;
  }

  /** Which programs have a part in the plot. */
  get programs(): readonly Program[] {
    return PROGRAMS.filter((program) => this.#posts[program] !== undefined);
  }

  proxy(program: Program): DatabaseProxy {
    return this.#post(program).now.proxy;
  }

  /** How often each program will die: nobody has to wait for the next one then. */
  expect(deathsOf: (program: Program) => number): void {
    for (const program of this.programs) this.#post(program).expect(deathsOf(program));
  }

  /** Kills the program and puts the spare in its place; a new host speaks the other era of the protocol. */
  async replace(program: Program): Promise<void> {
    await this.#post(program).replace();
    if (program === 'worker') this.proxy('worker').release();
  }

  /** Every program and spare has started. */
  async ready(): Promise<void> {
    await Promise.all(this.programs.map((program) => this.#post(program).ready()));
  }

  /** New programs all round, whatever state the old ones were left in. */
  async renew(): Promise<void> {
    for (const program of this.programs) await this.replace(program);
  }

  async close(): Promise<void> {
    await Promise.all(this.programs.map((program) => this.#post(program).close()));
  }
}
