import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Approver } from './approver-process.ts';
import { askerOf, type Company } from './company.ts';
import { serverFile } from './compiled.ts';
import type { Era, Host, Unanswered } from './host.ts';
import { HttpHost } from './http-host.ts';
import { startHttpProgram } from './http-program.ts';
import { LineClient } from './line-client.ts';
import { LOOPS, type Program } from './plots/plot.ts';
import { kill, startWaiting } from './programs.ts';
import { DatabaseProxy, type Looks } from './proxy/database-proxy.ts';
import type { SignIn } from './sign-in.ts';

/** A running program, and the proxy through which alone it reaches the database. */
export type Seat<P> = { readonly proxy: DatabaseProxy; readonly program: P; readonly kill: () => Promise<void> };

const personOf = ({ tenant, plot }: Company): string => `${askerOf(plot).id}@${tenant}`;

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

/** Starts one server after the other with a host each, as the company's plot is played: by their count, so that both eras are spoken. */
export function hostsFor(company: Company): (count: number) => Promise<Seat<Host>> {
  const { signIn } = company;
  if (signIn === undefined) return (count) => startOnPipes(company, count);
  const unanswered: Unanswered = new Map();
  return (count) => startOverHttp(company, signIn, unanswered, count);
}

async function startOnPipes(company: Company, count: number): Promise<Seat<Host>> {
  const { proxy, env } = await seatFor(company, 'server');
  const command = [process.execPath, serverFile(company.plot.server), 'stdio', '--as', personOf(company)] as const;
  const era: Era = count % 2 === 0 ? '2026-07-28' : '2025-11-25';
  const program = await LineClient.start([...command], env, era);
  return { proxy, program, kill: () => program.kill() };
}

/** Two of each era in a row: a host meets a new server of its own era, and of the other. */
async function startOverHttp(
  company: Company,
  signIn: SignIn,
  unanswered: Unanswered,
  count: number,
): Promise<Seat<Host>> {
  const { proxy, env } = await seatFor(company, 'server');
  const era: Era = count % 4 < 2 ? '2026-07-28' : '2025-11-25';
  const server = await startHttpProgram(serverFile(company.plot.server), { ...env, ...signIn.env });
  const program = await HttpHost.greet(server, era, signIn.token, unanswered);
  return { proxy, program, kill: () => program.kill() };
}

export async function startApprover(company: Company): Promise<Seat<Approver>> {
  const { proxy, env } = await seatFor(company, 'terminal');
  const program = new Approver(env);
  return { proxy, program, kill: () => kill(program.process) };
}

/** A spare worker finds the gate shut: it has started, and has not looked for work. */
export async function startWorker(company: Company, count: number): Promise<Seat<ChildProcess>> {
  const { loop } = company.plot;
  const { proxy, env } = await seatFor(company, 'worker', { begins: loop, all: LOOPS });
  const looking = proxy.comes(loop);
  if (count > 0) await proxy.shut(LOOPS);
  const variables = { ...env, ...company.rail?.env };
  const program = startWaiting([serverFile(company.plot.server), 'worker'], variables, 'inherit');
  const ended = once(program, 'exit').then(() => Promise.reject(new Error('the worker ended')));
  try {
    await Promise.race([looking, ended]);
  } catch (error) {
    await proxy.close();
    throw error;
  }
  return { proxy, program, kill: () => kill(program) };
}
