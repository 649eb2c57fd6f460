import { homeOf } from '@supercargo/cluster';
import { Option, type Command } from 'commander';
import {
  HOSTS,
  WHERE_TO_PASTE,
  hostDocument,
  launchCommand,
  type HostName,
  type LaunchCommand,
} from '../host-config.ts';
import { json } from '../print.ts';
import { examples, type Context } from '../program.ts';
import { SERVERS, serverNamed } from '../servers.ts';
import { asked } from './stdio.ts';

export function addHostConfig(program: Command, { outside }: Context): void {
  program
    .command('host-config')
    .description(
      'Print what to put into an MCP host’s configuration: JSON on standard output, where to put it on standard error.',
    )
    .argument('<server>', `a server (${SERVERS.join(', ')}), or all`)
    .option('--as <person>', 'as whom the host asks', 'mara@acme')
    .addOption(new Option('--host <host>', 'whose configuration').choices(HOSTS).default('claude-desktop'))
    .addHelpText('after', examples('host-config inventory', 'host-config all --as mara@acme --host vscode'))
    .action(async (name: string, options: { as: string; host: HostName }) => {
      const servers = name === 'all' ? SERVERS : [serverNamed(name)];
      const home = homeOf(outside.env);
      const as = await asked(home, options.as);
      const launches: Record<string, LaunchCommand> = {};
      for (const server of servers) launches[`supercargo-${server}`] = launchCommand(home, server, as, options.host);
      outside.out(json(hostDocument(options.host, launches)));
      outside.err(WHERE_TO_PASTE[options.host]);
      if ((outside.env['DATABASE_URL'] ?? '') !== '') {
        outside.err(
          'This installation’s database is given by DATABASE_URL: the host must give the server the same DATABASE_ variables.',
        );
      }
    });
}
