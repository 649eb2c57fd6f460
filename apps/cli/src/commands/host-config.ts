import { homeOf } from '@supercargo/cluster';
import { Option, type Command } from 'commander';
import { UsageError } from '../fault.ts';
import {
  HOSTS,
  WHERE_TO_PASTE,
  addNarrowing,
  hostDocument,
  launchCommand,
  narrowingArgs,
  type HostName,
  type LaunchCommand,
  type Narrowing,
} from '../host-config.ts';
import { json } from '../print.ts';
import type { Outside } from '../outside.ts';
import { examples, type Context } from '../program.ts';
import { SERVERS, type ServerName } from '@supercargo/kernel';
import { serverNamed } from '../servers.ts';
import { runServer } from '../up/run-server.ts';
import { asked } from '../who.ts';

/** Before it is pasted: a host hides what a server says when it does not start. */
async function refuseUnknownTools(outside: Outside, server: ServerName, narrowing: Narrowing): Promise<void> {
  const words = narrowingArgs(narrowing);
  if (words.length === 0) return;
  const { code, errors } = await runServer(outside, server, ['definitions', ...words]);
  if (code !== 0) throw new UsageError(errors.trim().replace(`supercargo ${server}: `, ''));
}

export function addHostConfig(program: Command, { outside }: Context): void {
  const command = program
    .command('host-config')
    .description(
      'Print what to put into an MCP host’s configuration: JSON on standard output, where to put it on standard error.',
    )
    .argument('<server>', `a server (${SERVERS.join(', ')}), or all`)
    .option('--as <person>', 'as whom the host asks', 'mara@acme')
    .addOption(new Option('--host <host>', 'whose configuration').choices(HOSTS).default('claude-desktop'));
  addNarrowing(command)
    .addHelpText(
      'after',
      examples(
        'host-config inventory',
        'host-config all --as mara@acme --host vscode',
        'host-config inventory --tools get_stock,get_inventory_request',
      ),
    )
    .action(async (name: string, options: { as: string; host: HostName } & Narrowing) => {
      if (name === 'all' && options.tools !== undefined) {
        throw new UsageError('--tools names tools of one server; name the server instead of all');
      }
      const servers = name === 'all' ? SERVERS : [serverNamed(name)];
      const home = homeOf(outside.env);
      const as = await asked(home, options.as);
      for (const server of servers) await refuseUnknownTools(outside, server, options);
      const launches: Record<string, LaunchCommand> = {};
      for (const server of servers) {
        launches[`supercargo-${server}`] = launchCommand(home, server, as, options.host, options);
      }
      outside.out(json(hostDocument(options.host, launches)));
      outside.err(WHERE_TO_PASTE[options.host]);
      if ((outside.env['DATABASE_URL'] ?? '') !== '') {
        outside.err(
          'This installation’s database is given by DATABASE_URL: the host must give the server the same DATABASE_ variables.',
        );
      }
    });
}
