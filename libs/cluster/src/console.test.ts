import { expect, onTestFinished, test } from 'vitest';
import { freshHome } from '../test/processes.ts';
import { consoleFolder, reserveConsole, runningConsole, startConsole, stopConsole } from './console.ts';
import { identityFolder, runningIssuer, startIdentity, stopIdentity } from './identity.ts';
import { freePorts } from './settings.ts';
import { readState, updateState } from './state.ts';

const portOf = (url: string): number => Number(new URL(url).port);

async function firstFree(name: string): Promise<number> {
  for await (const port of freePorts(undefined, name)) return port;
  throw new Error('no port is free');
}

const serverAt = (port: number): { server: string; url: string; log: string } => ({
  ...{ server: 'inventory', url: `http://127.0.0.1:${port}/mcp`, log: 'inventory.log' },
});

test('its address is chosen once, by many at once one', async () => {
  const home = await freshHome(onTestFinished);
  const chosen = await Promise.all([1, 2, 3].map(() => reserveConsole(home)));
  expect(new Set(chosen.map(({ url, since }) => `${url} ${since}`)).size).toBe(1);
  expect(await reserveConsole(home)).toEqual(chosen[0]);
  expect((await readState(home)).console).toEqual(chosen[0]);
});

test('it takes no address of a server that does not run just now, and the authorization server none of theirs', async () => {
  const home = await freshHome(onTestFinished);
  const [first, identity] = [await firstFree(consoleFolder(home)), await firstFree(identityFolder(home))];
  await updateState(home, (state) => ({ ...state, http: [serverAt(first), serverAt(identity)] }));
  expect(portOf((await reserveConsole(home)).url)).not.toBe(first);
  onTestFinished(async () => {
    await stopIdentity(home);
  });
  const servers = [{ name: 'x', title: 'X', resource: 'http://127.0.0.1:1/mcp', scopes: ['x:read'] }];
  await startIdentity(home, {}, { people: [], agents: [], servers });
  expect(portOf((await runningIssuer(home)) ?? '')).not.toBe(identity);
});

test('without an authorization server that knows it, it does not start', async () => {
  const home = await freshHome(onTestFinished);
  await expect(startConsole(home, {}, 'http://127.0.0.1:9')).rejects.toThrow('does not know the console');
  expect([await runningConsole(home), await stopConsole(home)]).toEqual([undefined, false]);
});

test('a state.json that names another’s process as the console ends nobody', async () => {
  const home = await freshHome(onTestFinished);
  const startedAt = new Date().toISOString();
  const state = { url: 'http://127.0.0.1:1', since: startedAt, log: 'x', pid: process.pid, startedAt };
  await updateState(home, (before) => ({ ...before, console: state }));
  expect([await runningConsole(home), await stopConsole(home)]).toEqual([undefined, false]);
});
