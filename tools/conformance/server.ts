// The inventory server over HTTP as its own process serves it, with what the suite calls by name added to it. For tests alone: it is told
// everything by whoever starts it.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createAuthenticator, readAuthConfig } from '@supercargo/auth';
import { ensureDatabase, homeOf, loginConfig } from '@supercargo/cluster';
import { systemClock } from '@supercargo/kernel';
import { DEFAULT_BUDGETS, makeRuntime, memoryLimits } from '@supercargo/mcp-kit';
import { serveHttp } from '@supercargo/mcp-kit/http';
import { openDoor } from '@supercargo/tenancy';
import { serverDefinition } from '../servers.ts';
import { withSuite } from './definition.ts';
import { extendForSuite } from './plugin/extend.ts';

const onFault = (fault: unknown, where: string): void => {
  console.error(where, fault);
};

const { env } = process;
const [, port = ''] = process.argv.slice(-2);
const home = homeOf(env);
const address = await ensureDatabase({ home, env: {} });
const door = openDoor({
  ...loginConfig(address, 'supercargo_inventory', {}, home),
  ...{ namedStatements: address.namedStatements, connectionsMax: 8 },
});
const auth = readAuthConfig(JSON.parse(readFileSync(env['SUPERCARGO_AUTH_FILE'] ?? '', 'utf8')));
if (!auth.ok) throw new Error(auth.refusal.join('; '));
const authenticator = createAuthenticator(auth.value, {
  ...{ clock: systemClock, fetch: globalThis.fetch, randomBytes: (bytes) => randomBytes(bytes) },
  ...{ onRefused: () => undefined, onNewKey: () => undefined, onFault },
});
const serving = await serveHttp(
  makeRuntime(withSuite(await serverDefinition('inventory')), {
    ...{ door, auditKey: randomBytes(32).toString('hex'), limits: memoryLimits(DEFAULT_BUDGETS), onFault },
  }),
  { host: '127.0.0.1', port: Number(port), authenticator, extend: extendForSuite },
);
process.once('SIGTERM', () => {
  void serving
    .drain()
    .then(() => authenticator.close())
    .then(() => door.close());
});
