import { homeOf, type Home } from '@supercargo/cluster';
import { Option, type Command } from 'commander';
import { UsageError } from '../fault.ts';
import { consoleVariables } from '../http/console.ts';
import { printRemote } from '../http/remote-config.ts';
import {
  HOSTS,
  WHERE_TO_PASTE,
  addNarrowing,
  hostDocument,
  launchCommand,
  narrowingArgs,
  withVariables,
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

const DEFAULT_AS = 'mara@acme';

/** Before it is pasted: a host hides what a server says when it does not start. */
async function refuseUnknownTools(outside: Outside, server: ServerName, narrowing: Narrowing): Promise<void> {
  const words = narrowingArgs(narrowing);
  if (words.length === 0) return;
  const { code, errors } = await runServer(outside, server, ['definitions', ...words]);
  if (code !== 0) throw new UsageError(errors.trim().replace(`supercargo ${server}: `, ''));
}

interface HostOptions extends Narrowing {
  readonly as?: string;
  readonly host?: HostName;
  readonly http: boolean;
}

/** Over HTTP the sign-in says who asks, and a server is the same for everybody. */
function refuseLocal({ as, readOnly, tools }: HostOptions): void {
  const given = [...(as === undefined ? [] : ['--as']), ...(readOnly === true ? ['--read-only'] : [])];
  const local = [...given, ...(tools === undefined ? [] : ['--tools'])];
  if (local.length === 0) return;
  throw new UsageError(`${local.join(', ')} cannot be said with --http: whoever signs in asks, of the whole server`);
}

async function printLaunches(
  outside: Outside,
  home: Home,
  servers: readonly ServerName[],
  options: HostOptions,
): Promise<void> {
  const host = options.host ?? 'claude-desktop';
  const as = await asked(home, options.as ?? DEFAULT_AS);
  for (const server of servers) await refuseUnknownTools(outside, server, options);
  const told = await consoleVariables(home);
  const launches: Record<string, LaunchCommand> = {};
  for (const server of servers) {
    launches[`supercargo-${server}`] = withVariables(launchCommand(home, server, as, host, options), told);
  }
  outside.out(json(hostDocument(host, launches)));
  outside.err(WHERE_TO_PASTE[host]);
  if ((outside.env['DATABASE_URL'] ?? '') !== '') {
    outside.err(
      'This installation’s database is given by DATABASE_URL: the host must give the server the same DATABASE_ variables.',
    );
  }
}

export function addHostConfig(program: Command, { outside }: Context): void {
  const command = program
    .command('host-config')
    .description(
      'Print what to put into an MCP host’s configuration: JSON on standard output, where to put it on standard error.',
    )
    .argument('<server>', `a server (${SERVERS.join(', ')}), or all`)
    .option('--as <person>', `as whom the host asks (default: ${DEFAULT_AS})`)
    .option('--http', 'the addresses of the servers over HTTP, where the person signs in', false)
    .addOption(
      new Option('--host <host>', 'whose configuration (default: claude-desktop, with --http generic)').choices(HOSTS),
    );
  addNarrowing(command)
    .addHelpText(
      'after',
      examples(
        'host-config inventory',
        'host-config all --as mara@acme --host vscode',
        'host-config inventory --tools get_stock,get_inventory_request',
        'host-config all --http --host vscode',
      ),
    )
    .action(async (name: string, options: HostOptions) => {
      const servers = name === 'all' ? SERVERS : [serverNamed(name)];
      const home = homeOf(outside.env);
      if (options.http) {
        refuseLocal(options);
        await printRemote(outside, home, servers, options.host ?? 'generic');
        return;
      }
      if (name === 'all' && options.tools !== undefined) {
        throw new UsageError('--tools names tools of one server; name the server instead of all');
      }
      await printLaunches(outside, home, servers, options);
    });
}
