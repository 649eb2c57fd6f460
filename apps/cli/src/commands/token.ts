import {
  homeOf,
  identityFolder,
  identitySecret,
  readIdentitySettings,
  runningIssuer,
  type Home,
} from '@supercargo/cluster';
import { SERVERS, type ServerName } from '@supercargo/kernel';
import type { Command } from 'commander';
import { Refused, UsageError } from '../fault.ts';
import type { Outside } from '../outside.ts';
import { json } from '../print.ts';
import { examples, type Context } from '../program.ts';
import { siteOf } from '../http/sites.ts';
import { serverNamed } from '../servers.ts';
import { tokenByCodeFlow } from '../token/code-flow.ts';
import { newProofKey } from '../token/proof.ts';
import { asked } from '../who.ts';

interface TokenOptions {
  readonly as: string;
  readonly for: string;
  readonly scope?: string;
  readonly dpop: boolean;
  readonly json: boolean;
}

async function passwordOf(home: Home, account: string): Promise<string> {
  const password = await identitySecret(home, 'people', account);
  if (password !== undefined) return password;
  throw new Refused(
    `there is no password of ${account} in ${identityFolder(home)}/passwords.json: nobody of that name signs in here, or the line was deleted`,
  );
}

async function serverOf(
  home: Home,
  name: ServerName,
  account: string,
): Promise<{ readonly resource: string; readonly scopes: readonly string[] }> {
  const { people = [], servers = [] } = (await readIdentitySettings(home)) ?? {};
  const isCustomer = people.some(({ id, tenant, customer }) => `${id}@${tenant}` === account && customer !== undefined);
  // Customers have deployments of their own; where there is none for them, the other one refuses them.
  const names = isCustomer ? [siteOf(name, 'customers'), name] : [name];
  const server = names.flatMap((each) => servers.find((known) => known.name === each) ?? [])[0];
  if (server !== undefined) return server;
  throw new Refused(`the authorization server here issues no tokens for ${name}; npx supercargo up starts it anew`);
}

async function printToken(outside: Outside, options: TokenOptions): Promise<void> {
  const name = serverNamed(options.for);
  if (options.dpop && !options.json) {
    throw new UsageError('--dpop needs --json: the token is of no use without its key, which is printed with it');
  }
  const home = homeOf(outside.env);
  const account = await asked(home, options.as);
  const issuer = await runningIssuer(home);
  if (issuer === undefined) {
    throw new Refused(`no authorization server runs in ${home.path}; npx supercargo up starts it`);
  }
  const { resource, scopes } = await serverOf(home, name, account);
  const proofKey = options.dpop ? newProofKey() : undefined;
  const password = await passwordOf(home, account);
  const scope = options.scope ?? scopes.join(' ');
  const token = await tokenByCodeFlow({ issuer, account, password, resource, scope, proofKey });
  if (!options.json) {
    outside.out(token.access_token);
    return;
  }
  const key = proofKey === undefined ? {} : { dpop_key: proofKey.jwk };
  outside.out(json({ ...token, issuer, resource, as: account, ...key }));
}

export function addToken(program: Command, { outside }: Context): void {
  program
    .command('token')
    .description(
      'Print an access token of a person for one server, by the real sign-in of the development authorization server.',
    )
    .requiredOption('--as <person>', 'who signs in, such as mara or mara@acme')
    .requiredOption('--for <server>', `the server that it is for (${SERVERS.join(', ')})`)
    .option('--scope <scopes>', 'scopes, separated by spaces (default: all of that server)')
    .option('--dpop', 'bind the token to a new key (RFC 9449), printed with it', false)
    .option('--json', 'print one JSON document: token, type, scope, seconds until it expires', false)
    .addHelpText(
      'after',
      examples('token --as mara --for inventory', 'token --as carla --for orders --scope orders:own --json'),
    )
    .action((options: TokenOptions) => printToken(outside, options));
}
