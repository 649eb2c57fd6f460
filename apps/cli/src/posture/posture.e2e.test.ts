import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { identityFolder } from '@supercargo/cluster';
import { foundTenant, PEOPLE, testDatabase } from '@supercargo/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHttp } from '../http/start-http.ts';
import { stopHttp } from '../http/stop-http.ts';
import { installationOn, recordedOutside, type Installation } from '../installation.fixture.ts';
import { jsonDocument } from '../up/progress.ts';
import { runningHttpServers } from '../workers/running.ts';
import { secrets } from './control/secrets.ts';
import { groundOf } from './ground.ts';
import { rowOf, type ProfilePosture } from './posture.ts';

// The authorization server and every server as processes of their own, tried by the real command.
const database = await testDatabase();
let here: Installation;

beforeAll(async () => {
  const carla = { id: 'carla', name: 'Carla', roles: ['customer'] };
  await foundTenant(database, { tenant: 'acme', people: [...PEOPLE, carla] });
  here = await installationOn(database, ['acme']);
  const { outside } = recordedOutside(here.env, undefined);
  await startHttp(outside, here.home, jsonDocument(outside));
}, 120_000);
afterAll(async () => {
  await stopHttp(here.home);
  await here.remove();
});

const STARTED = 'run npx supercargo up --detach';

async function posture(...args: readonly string[]): Promise<{ code: number; ok: boolean; profiles: ProfilePosture[] }> {
  const { code, out, err } = await here.run(['posture', '--json', ...args]);
  expect(err).toBe('');
  return { code, ...(JSON.parse(out) as { ok: boolean; profiles: ProfilePosture[] }) };
}

const standings = ({ controls }: ProfilePosture): Readonly<Record<string, string>> =>
  Object.fromEntries(controls.map(({ control, standing }) => [control, standing]));

test('what runs is looked at in each of its profiles, and all that was built holds', { timeout: 120_000 }, async () => {
  const { code, ok, profiles } = await posture();
  expect(profiles.flatMap(({ controls }) => controls.flatMap(({ problems }) => problems))).toEqual([]);
  expect([code, ok, profiles.map(({ profile }) => profile)]).toEqual([0, true, ['local', 'internal', 'customer']]);
  const [, internal, customer] = profiles;
  const built = {
    ...{ oauth_resource_server: 'holds', role_to_scope: 'holds', approval_of_side_effects: 'holds' },
    ...{ decisions_in_the_console: 'holds' },
    ...{ own_least_privilege_credential: 'holds', tls_origin_host_loopback: 'holds', size_and_rate_limits: 'holds' },
    ...{ tenant_isolation_in_the_database: 'holds', audit_of_every_call: 'holds', credentials_from_files: 'holds' },
    ...{ agent_attestation: 'not_there_yet', audit_sealed: 'not_there_yet' },
  };
  expect(internal === undefined ? {} : standings(internal)).toEqual({
    ...built,
    ...{ audit_witnessed: 'not_demanded', gateway_and_waf: 'not_demanded' },
  });
  expect(customer === undefined ? {} : standings(customer)).toEqual({
    ...built,
    ...{ audit_witnessed: 'not_there_yet', gateway_and_waf: 'not_there_yet' },
  });
});

test('the passwords of the authorization server, open to others, turn the row', async () => {
  const path = join(identityFolder(here.home), 'passwords.json');
  const ground = await groundOf(recordedOutside(here.env, undefined).outside, here.home, 'internal');
  chmodSync(path, 0o644);
  const open = await rowOf(secrets, 'internal', ground);
  chmodSync(path, 0o600);
  expect([open.standing, open.problems[0]?.todo]).toEqual(['does_not_hold', `chmod go= '${path}'`]);
  expect((await rowOf(secrets, 'internal', ground)).standing).toBe('holds');
});

test('a server that died is named, and its profile does not hold', { timeout: 120_000 }, async () => {
  const [one] = (await runningHttpServers(here.home)).filter(({ server }) => server === 'inventory');
  if (one === undefined) throw new Error('inventory does not run');
  process.kill(one.pid, 'SIGKILL');
  await expect.poll(async () => (await runningHttpServers(here.home)).some(({ pid }) => pid === one.pid)).toBe(false);
  const { code, profiles } = await posture('--profile', 'internal');
  expect(code).toBe(1);
  expect(profiles[0]?.controls[0]).toMatchObject({
    standing: 'does_not_hold',
    problems: [{ saw: 'inventory is not running', todo: STARTED }],
  });
});
