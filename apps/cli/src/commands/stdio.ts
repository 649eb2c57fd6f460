import { homeOf } from '@supercargo/cluster';
import type { Command } from 'commander';
import { consoleVariables } from '../http/console.ts';
import { addNarrowing, narrowingArgs, type Narrowing } from '../host-config.ts';
import { runWithOurStreams } from '../our-streams.ts';
import { examples, type Context } from '../program.ts';
import { serverEnv, serverMain, serverNamed } from '../servers.ts';
import { asked } from '../who.ts';

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
      const env = { ...(await consoleVariables(home)), ...serverEnv(outside.env, server, home.path) };
      endWith(await runWithOurStreams(outside, args, env));
    });
}
