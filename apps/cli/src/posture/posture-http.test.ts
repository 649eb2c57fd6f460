import { createServer } from 'node:net';
import { updateState } from '@supercargo/cluster';
import { foundTenant, testDatabase } from '@supercargo/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installationOn, recordedOutside, type Installation } from '../installation.fixture.ts';
import { reachedFromOutside } from './control/transport.ts';
import { fakeConsole, type ConsoleDefect } from './fake-console.fixture.ts';
import { fakeSite, type Defect } from './fake-site.fixture.ts';
import { groundOf, type Ground } from './ground.ts';
import { CONTROLS, rowOf, type Row } from './posture.ts';

// Servers that answer as they must but for one thing at a time: the row it is about turns, and no other.
const database = await testDatabase();
let here: Installation;
let ground: Ground;

beforeAll(async () => {
  await foundTenant(database, { tenant: 'acme' });
  here = await installationOn(database, ['acme']);
  ground = await groundOf(recordedOutside(here.env, undefined).outside, here.home, 'internal');
}, 60_000);
afterAll(() => here.remove());

async function rowFor(name: string, on: Ground): Promise<Row> {
  const control = CONTROLS.find((one) => one.name === name);
  if (control === undefined) throw new Error(`there is no control ${name}`);
  return rowOf(control, 'internal', on);
}

const saidOf = ({ problems }: Row): string => problems.map(({ saw }) => saw).join('\n');

test('what listens on every address is reached from outside, and what listens on loopback is not', async () => {
  const listening = async (host: string): Promise<readonly [string | undefined, string | undefined]> => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const found = [await reachedFromOutside(port, ['127.0.0.2']), await reachedFromOutside(port, [])] as const;
    server.close();
    return found;
  };
  expect(await listening('0.0.0.0')).toEqual(['127.0.0.2', undefined]);
  expect(await listening('127.0.0.1')).toEqual([undefined, undefined]);
});

const DEFECTS: readonly (readonly [control: string, defect: Defect, said: string])[] = [
  ['oauth_resource_server', 'answers everybody', 'a request without a token was answered with 200, not 401'],
  ['oauth_resource_server', 'says nothing of where to sign in', 'names no metadata'],
  ['oauth_resource_server', 'believes a token that is none', 'a token that is none was answered with 200, not 401'],
  ['oauth_resource_server', 'believes what nobody signed', '(alg none) was answered with 200, not 401'],
  ['oauth_resource_server', 'takes a token from its address', 'a token in the address was answered with 401, not 400'],
  [
    'oauth_resource_server',
    'believes the token of another server',
    'a token for orders was answered with 200, not 401',
  ],
  ['role_to_scope', 'lets a reader write', 'write, asked with a token that may read, was answered with 200, not 403'],
  ['tls_origin_host_loopback', 'answers any origin', 'a page of another origin was answered with 401, not 403'],
  ['tls_origin_host_loopback', 'answers any host', 'another name in Host was answered with 401, not 403'],
  [
    'tls_origin_host_loopback',
    'executes bodies whatever the headers say',
    'a header with another method than the body',
  ],
  ['size_and_rate_limits', 'takes large bodies', 'a body that says it is too large was answered with 401, not 413'],
  ['size_and_rate_limits', 'takes what grows', 'a body that grows too large without saying so'],
  ['size_and_rate_limits', 'leaves limits uncounted', 'calls cannot be counted now'],
];

describe('a server over HTTP', () => {
  let inventory: Awaited<ReturnType<typeof fakeSite>>;
  let orders: Awaited<ReturnType<typeof fakeSite>>;
  let served: Ground;
  beforeAll(async () => {
    [inventory, orders] = [await fakeSite('inventory'), await fakeSite('orders')];
    served = {
      ...ground,
      ...{ sites: [inventory.site, orders.site], missing: [] },
      tokens: { for: ({ url }) => Promise.resolve(`good for ${new URL(url).origin}`) },
    };
  });
  afterAll(async () => {
    await inventory.close();
    await orders.close();
  });

  test('that answers as it must lets the rows hold', async () => {
    for (const name of new Set(DEFECTS.map(([control]) => control))) {
      const row = await rowFor(name, served);
      expect([name, row.standing, saidOf(row)]).toEqual([name, 'holds', '']);
    }
  });

  test.each(DEFECTS)('turns %s when it %s', async (name, defect, said) => {
    inventory.has(defect);
    const row = await rowFor(name, served);
    inventory.has(undefined);
    expect([row.standing, saidOf(row)]).toEqual(['does_not_hold', expect.stringContaining(said)]);
    // Its neighbour is well, and is not said to be otherwise.
    expect(saidOf(row)).not.toContain('orders:');
  });

  test('that records no call turns the audit, and is seen by what was asked of it', async () => {
    const row = await rowFor('audit_of_every_call', served);
    expect(saidOf(row)).toContain('inventory: a call that was answered is not in the record');
    expect(saidOf(row)).toContain('requests without a token were not all counted');
    expect(inventory.asked.some((name) => name.startsWith('posture_'))).toBe(true);
  });

  test('that does not run is named', async () => {
    const row = await rowFor('oauth_resource_server', { ...served, missing: ['payments'] });
    expect(row.problems[0]).toEqual({ saw: 'payments is not running', todo: 'run npx supercargo up --detach' });
  });
});

const CONSOLE_DEFECTS: readonly (readonly [defect: ConsoleDefect, said: string])[] = [
  ['shows a request to anybody', 'a request, asked for without a session, was answered with 200, not 302'],
  ['leads away', 'leads elsewhere than to the sign-in'],
  ['takes the forms of other pages', 'a decision that another page sent was answered with 303, not 403'],
  ['answers any host', 'another name in Host was answered with 302, not 421'],
  ['is another process', 'nobody serves http://127.0.0.1:'],
];

describe('a console', () => {
  let fake: Awaited<ReturnType<typeof fakeConsole>>;
  beforeAll(async () => {
    fake = await fakeConsole();
    const now = new Date().toISOString();
    const running = { url: fake.url, since: now, log: 'x', pid: process.pid, startedAt: now };
    await updateState(here.home, (state) => ({ ...state, console: running }));
  });
  afterAll(() => fake.close());

  test('that answers as it must lets the row hold', async () => {
    const row = await rowFor('decisions_in_the_console', ground);
    expect([row.standing, saidOf(row)]).toEqual(['holds', '']);
    expect(row.saw.at(-1)).toBe('it answers on loopback alone');
  });

  test.each(CONSOLE_DEFECTS)('turns the row when it %s', async (defect, said) => {
    fake.has(defect);
    const row = await rowFor('decisions_in_the_console', ground);
    fake.has(undefined);
    expect([row.standing, saidOf(row)]).toEqual(['does_not_hold', expect.stringContaining(said)]);
    expect(row.problems).toHaveLength(1);
  });
});
