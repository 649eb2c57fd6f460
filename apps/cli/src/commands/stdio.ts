import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { homeOf, readEnrolled, type Home } from '@supercargo/cluster';
import type { Command } from 'commander';
import { addNarrowing, narrowingArgs, type Narrowing } from '../host-config.ts';
import type { Outside } from '../outside.ts';
import { examples, type Context } from '../program.ts';
import { nodeBinary, serverEnv, serverMain, serverNamed } from '../servers.ts';
import { DEFAULT_TENANT, parseAs } from '../who.ts';

/** `person@tenant`: as written, else the one tenant where that person is enrolled, else the default. */
export async function asked(home: Home, as: string): Promise<string> {
  const { person, tenant } = parseAs(as);
  if (tenant !== undefined) return `${person}@${tenant}`;
  const enrolled = (await readEnrolled(home)).filter((who) => who.startsWith(`${person}@`));
  return enrolled.length === 1 && enrolled[0] !== undefined ? enrolled[0] : `${person}@${DEFAULT_TENANT}`;
}

/** Runs a program with this process's own streams, and ends with its exit code. */
export async function runWithOurStreams(
  outside: Outside,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const child = spawn(nodeBinary(), args, { cwd: outside.cwd, env, stdio: 'inherit' });
  const pass = (signal: NodeJS.Signals) => (): void => {
    child.kill(signal);
  };
  const passed = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => [signal, pass(signal)] as const);
  for (const [signal, listener] of passed) process.on(signal, listener);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        resolve(code ?? 128 + (signal === null ? 1 : constants.signals[signal]));
      });
    });
  } finally {
    for (const [signal, listener] of passed) process.off(signal, listener);
  }
}

export function addStdio(program: Command, { outside, endWith }: Context): void {
  const command = program
    .command('stdio')
    .description('Serve one server to an MCP host over standard input and output, as one enrolled person.')
    .argument('<server>', 'the server, such as inventory')
    .requiredOption('--as <person>', 'as whom, such as mara or mara@acme')
    .option('--agent <id>', 'which agent asks; shown on every card, unproven', 'unnamed agent');
  addNarrowing(command)
    .addHelpText(
      'after',
      examples('stdio inventory --as mara@acme --agent my-host', 'stdio inventory --as mara@acme --read-only'),
    )
    .action(async (name: string, options: { as: string; agent: string } & Narrowing) => {
      const server = serverNamed(name);
      const home = homeOf(outside.env);
      const as = await asked(home, options.as);
      const words = ['stdio', '--as', as, '--agent', options.agent, ...narrowingArgs(options)];
      const args = [serverMain(server), ...words];
      endWith(await runWithOurStreams(outside, args, serverEnv(outside.env, server, home.path)));
    });
}
