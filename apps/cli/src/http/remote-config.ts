import type { Home } from '@supercargo/cluster';
import type { ServerName } from '@supercargo/kernel';
import { Refused, UsageError } from '../fault.ts';
import { remoteDocument, WHERE_TO_PASTE_URL, type HostName } from '../host-config.ts';
import { json } from '../print.ts';
import type { Outside } from '../outside.ts';
import { httpServers } from './addresses.ts';

const BRIDGE =
  'claude-desktop starts programs and takes no address from its file: leave --http out, give the addresses of --host generic to a bridge from stdio to HTTP, or use --host vscode';

/** Prints what a host's configuration has for these servers over HTTP. It holds no secret: the host has the person sign in. */
export async function printRemote(
  outside: Outside,
  home: Home,
  names: readonly ServerName[],
  host: HostName,
): Promise<void> {
  if (host === 'claude-desktop') throw new UsageError(BRIDGE);
  const known = await httpServers(home);
  const urls = names.map((name): [string, string] => {
    const found = known.find((site) => site.name === name);
    if (found !== undefined) return [`supercargo-${name}`, found.url];
    throw new Refused(`the ${name} server has no address in ${home.path}; npx supercargo up gives it one`);
  });
  outside.out(json(remoteDocument(host, Object.fromEntries(urls))));
  outside.err(WHERE_TO_PASTE_URL[host]);
}
