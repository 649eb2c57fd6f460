import { join } from 'node:path';
import { checkoutOf, type Home } from '@supercargo/cluster';
import { InvalidArgumentError, type Command } from 'commander';
import { type ServerName } from '@supercargo/kernel';
import { nodeBinary, serverMain } from './servers.ts';

/** The hosts whose configuration files we know. */
export const HOSTS = ['claude-desktop', 'vscode', 'generic'] as const;
export type HostName = (typeof HOSTS)[number];
/** Those whose files take an address. */
export type RemoteHostName = Exclude<HostName, 'claude-desktop'>;

/** How a host starts a server: known local files by absolute path, nothing to search for and nothing to download. */
export interface LaunchCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What a host's person wants to leave out: `readOnly` all but reads, `tools` all but these, by exact name and a comma between. */
export interface Narrowing {
  readonly readOnly?: boolean;
  readonly tools?: string;
}

/** The same as words of the server's command line. The server itself says which names it does not know. */
export function narrowingArgs({ readOnly, tools }: Narrowing): readonly string[] {
  return [...(readOnly === true ? ['--read-only'] : []), ...(tools === undefined ? [] : ['--tools', tools])];
}

/** The command that serves one person over stdio. `SUPERCARGO_HOME` is named only where it is not the default. */
export function launchCommand(
  home: Home,
  server: ServerName,
  as: string,
  agent: string,
  narrowing: Narrowing = {},
): LaunchCommand {
  const isDefault = home.path === join(checkoutOf(), '.supercargo');
  return {
    command: nodeBinary(),
    args: [serverMain(server), 'stdio', '--as', as, '--agent', agent, ...narrowingArgs(narrowing)],
    ...(isDefault ? {} : { env: { SUPERCARGO_HOME: home.path } }),
  };
}

/** The same with more in the environment of the server. */
export function withVariables(launch: LaunchCommand, more: Readonly<Record<string, string>>): LaunchCommand {
  return Object.keys(more).length === 0 ? launch : { ...launch, env: { ...launch.env, ...more } };
}

/** What goes into a host's configuration file. */
export function hostDocument(host: HostName, launches: Readonly<Record<string, LaunchCommand>>): unknown {
  if (host !== 'vscode') return { mcpServers: launches };
  return {
    servers: Object.fromEntries(Object.entries(launches).map(([name, launch]) => [name, { type: 'stdio', ...launch }])),
  };
}

/** The same for servers that are reached over HTTP, by their addresses: the host asks the person to sign in. */
export function remoteDocument(host: RemoteHostName, urls: Readonly<Record<string, string>>): unknown {
  const entries = Object.entries(urls);
  if (host === 'generic') return { mcpServers: Object.fromEntries(entries.map(([name, url]) => [name, { url }])) };
  return { servers: Object.fromEntries(entries.map(([name, url]) => [name, { type: 'http', url }])) };
}

/** The two options that narrow a server, for every command that starts one. */
export function addNarrowing(command: Command): Command {
  return command
    .option(
      '--read-only',
      'only tools that read: nothing is asked for, and no request is withdrawn; resources and prompts stay',
    )
    .option(
      '--tools <names>',
      'only these tools, by exact name with commas between; resources and prompts stay',
      (names: string, before: string | undefined) => {
        if (before === undefined) return names;
        throw new InvalidArgumentError('Given twice, the second would widen the first.');
      },
    );
}

/** Where a person puts it. */
export const WHERE_TO_PASTE: Readonly<Record<HostName, string>> = {
  'claude-desktop':
    'Paste it into claude_desktop_config.json (Settings → Developer → Edit Config), beside servers that are there, and restart the host.',
  vscode:
    'Paste it into .vscode/mcp.json of a workspace, or run “MCP: Open User Configuration”, and start the server there.',
  generic: 'Give the host the command, its args and env; most read a file with an "mcpServers" member like this one.',
};

/** The same for an address. */
export const WHERE_TO_PASTE_URL: Readonly<Record<RemoteHostName, string>> = {
  vscode: WHERE_TO_PASTE.vscode,
  generic: 'Give the host the url; most read a file with an "mcpServers" member like this one.',
};
