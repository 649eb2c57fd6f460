import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkoutOf } from '@supercargo/cluster';
import { PEOPLE } from '@supercargo/testing';
import { newBrowser, type Browser, type Shown } from './browser.fixture.ts';

/** Whom the issuer knows beside the people of acme: a customer, somebody of another company, and somebody whom nobody enrolled. */
const OTHERS = [
  { tenant: 'acme', id: 'carla', name: 'Carla Bianchi', roles: ['customer'], customer: 'CUS-CARLA' },
  { tenant: 'globex', id: 'gina', name: 'Gina Rossi', roles: ['supply_chain_manager', 'finance'] },
  { tenant: 'acme', id: 'nobody', name: 'Nora Body', roles: ['finance'] },
];

/** The real authorization server, which knows one console. */
export interface RealIssuer {
  readonly issuer: string;
  /** What that console's settings say, as JSON. */
  readonly settings: string;
  /** What somebody types here. */
  password(account: string): string;
  /** Opens the console at that path and signs in on the way. */
  signIn(account: string, path?: string, browser?: Browser): Promise<{ browser: Browser; shown: Shown }>;
  /** Fills in the sign-in form that a browser shows. */
  fillIn(browser: Browser, shown: Shown, account: string): Promise<Shown>;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops it for good. */
  end(): Promise<void>;
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

async function startIdp(folder: string, port: number): Promise<ChildProcess> {
  const main = join(checkoutOf(), 'apps', 'idp', 'src', 'main.ts');
  const args = ['--development', '--settings', join(folder, 'settings.json'), '--data', join(folder, 'data')];
  const child = spawn(process.execPath, [main, ...args, '--port', port.toString()], {
    env: { PATH: process.env['PATH'] ?? '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close').then(() => ['it ended']);
  const [said] = (await Promise.race([once(child.stdout, 'data'), ended])) as [Buffer | string];
  if (!said.toString().includes('"idp":"ready"')) throw new Error('the authorization server does not get ready');
  return child;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  await closed;
}

function writeIdpSettings(folder: string, origin: string): void {
  const people = PEOPLE.map(({ id, name, roles }) => ({ tenant: 'acme', id, name, roles }));
  const servers = [{ name: 'x', title: 'X', resource: 'http://127.0.0.1:1/mcp', scopes: ['x:read'] }];
  const settings = { people: [...people, ...OTHERS], agents: [], servers };
  const console = { redirect_uri: `${origin}/callback` };
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ ...settings, console }));
}

/** Starts it for the console at this origin. */
export async function openIssuer(origin: string): Promise<RealIssuer> {
  const folder = mkdtempSync(join(tmpdir(), 'supercargo-console-'));
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  writeIdpSettings(folder, origin);
  let idp = await startIdp(folder, port);
  const secrets = JSON.parse(readFileSync(join(folder, 'data', 'passwords.json'), 'utf8')) as {
    readonly people: Readonly<Record<string, string>>;
    readonly clients: Readonly<Record<string, string>>;
  };
  const client_secret = secrets.clients['supercargo-console'];
  const password = (account: string): string => secrets.people[account] ?? '';
  const fillIn: RealIssuer['fillIn'] = (browser, shown, account) => {
    const [, action = ''] = /<form method="post" action="(\/interaction\/[\w-]+\/login)">/.exec(shown.page) ?? [];
    if (action === '') throw new Error(`no sign-in form at ${shown.url.href}: ${shown.page}`);
    return browser.send(`${issuer}${action}`, { name: account, password: password(account) });
  };
  return {
    ...{ issuer, password, fillIn },
    settings: JSON.stringify({ origin, issuer, client_id: 'supercargo-console', client_secret }),
    signIn: async (account, path = '/requests', browser = newBrowser()) => {
      const shown = await fillIn(browser, await browser.open(`${origin}${path}`), account);
      return { browser, shown };
    },
    stop: () => stop(idp),
    start: async () => {
      idp = await startIdp(folder, port);
    },
    end: async () => {
      await stop(idp);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
