import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { serverFile } from './compiled.ts';
import { LineClient, ServerGone, type Era } from './line-client.ts';
import { DatabaseProxy, type Looks } from './proxy/database-proxy.ts';
import { approversOf, REQUESTER, type Company } from './company.ts';
import { LOOPS, PROGRAMS, type Program } from './plots/plot.ts';

const approverFile = join(import.meta.dirname, 'approver.ts');
const endWithUsFile = join(import.meta.dirname, 'end-with-parent.ts');

const Decided = z.strictObject({ request: z.string(), answer: z.string() });

/** A process that decides what it is told to. */
export class Approver {
  readonly process: ChildProcess;
  readonly #waiting = new Map<string, PromiseWithResolvers<string>>();

  constructor(env: NodeJS.ProcessEnv) {
    this.process = spawn(process.execPath, [approverFile], { env, stdio: ['pipe', 'pipe', 'inherit'], detached: true });
    this.process.stdin?.on('error', () => undefined);
    if (this.process.stdout !== null) {
      createInterface({ input: this.process.stdout }).on('line', (line) => {
        const { request, answer } = Decided.parse(JSON.parse(line));
        this.#waiting.get(request)?.resolve(answer);
      });
    }
    this.process.once('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new ServerGone('the approver is gone'));
    });
  }

  /** Decides as the approver of that slot, and gives the refusal or 'approved'. */
  decide(tenant: string, request: string, slot: number): Promise<string> {
    const approver = approversOf(slot + 1)[slot];
    if (approver === undefined) throw new Error(`there is no approver ${slot}`);
    const decided = Promise.withResolvers<string>();
    this.#waiting.set(request, decided);
    const order = { tenant, request, person: approver.id, secret: approver.secret };
    this.process.stdin?.write(`${JSON.stringify(order)}\n`);
    return decided.promise;
  }
}

/** A running program, and the proxy through which alone it reaches the database. */
export type Seat<P> = { readonly proxy: DatabaseProxy; readonly program: P; readonly kill: () => Promise<void> };

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
  readonly server: Post<LineClient> | undefined;
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
      isAsked || bears !== undefined ? Post.man((count) => startServer(company, count)) : undefined,
      isAsked && told.tier === 'person' ? Post.man(() => startApprover(company)) : undefined,
      Post.man((count) => startWorker(company, count)),
    ]);
    return new Stage(company, { server, terminal, worker });
  }

  get server(): LineClient {
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

const personOf = ({ tenant }: Company): string => `${REQUESTER}@${tenant}`;

/** A program's proxy, and the variables by which it reaches the database through that alone. */
async function seatFor(
  company: Company,
  program: Program,
  looks?: Looks,
): Promise<{ readonly proxy: DatabaseProxy; readonly env: NodeJS.ProcessEnv }> {
  const { world } = company;
  const proxy = await DatabaseProxy.listen(world.address, looks);
  return { proxy, env: await world.envFor(program, personOf(company), proxy.port) };
}

async function startServer(company: Company, count: number): Promise<Seat<LineClient>> {
  const { proxy, env } = await seatFor(company, 'server');
  const command = [process.execPath, serverFile(company.plot.server), 'stdio', '--as', personOf(company)] as const;
  const era: Era = count % 2 === 0 ? '2026-07-28' : '2025-11-25';
  const program = await LineClient.start([...command], env, era);
  return { proxy, program, kill: () => program.kill() };
}

async function startApprover(company: Company): Promise<Seat<Approver>> {
  const { proxy, env } = await seatFor(company, 'terminal');
  const program = new Approver(env);
  return { proxy, program, kill: () => kill(program.process) };
}

/** A spare worker finds the gate shut: it has started, and has not looked for work. */
async function startWorker(company: Company, count: number): Promise<Seat<ChildProcess>> {
  const { loop } = company.plot;
  const { proxy, env } = await seatFor(company, 'worker', { begins: loop, all: LOOPS });
  const looking = proxy.comes(loop);
  if (count > 0) await proxy.shut(LOOPS);
  // A worker waits for nobody's input to end, so it is told to: whatever ends the runner, a kill as well, ends it too.
  const program = spawn(
    process.execPath,
    ['--import', pathToFileURL(endWithUsFile).href, serverFile(company.plot.server), 'worker'],
    {
      env: { ...env, ...company.rail?.env },
      stdio: ['pipe', 'ignore', 'inherit'],
      detached: true,
    },
  );
  const ended = once(program, 'exit').then(() => Promise.reject(new Error('the worker ended')));
  try {
    await Promise.race([looking, ended]);
  } catch (error) {
    await proxy.close();
    throw error;
  }
  return { proxy, program, kill: () => kill(program) };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
}
