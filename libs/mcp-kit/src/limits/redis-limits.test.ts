import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TenantId } from '@supercargo/kernel';
import { startRedis, type RunningRedis } from '@supercargo/testing';
import { afterAll, beforeAll, expect, onTestFinished, test, vi, type TestContext } from 'vitest';
import type { Principal } from '../runtime.ts';
import { chargesOf } from './charges-of.ts';
import { everyBudget, type Budgets, type Limits } from './limits.ts';
import { RedisAway } from './redis-connection.ts';
import { redisLimits } from './redis-limits.ts';

const found = await startRedis();
const folder = mkdtempSync(join(tmpdir(), 'redis-test-'));
const passwordFile = join(folder, 'password');
beforeAll(() => {
  if (found.kind === 'running') writeFileSync(passwordFile, `${found.password}\n`);
});
afterAll(async () => {
  if (found.kind === 'running') await found.stop();
  rmSync(folder, { recursive: true });
});

/** The Redis of these tests; where there is none, the test is shown as skipped and says why. */
function running({ skip }: TestContext): RunningRedis {
  return found.kind === 'absent' ? skip(found.why) : found;
}

const AMPLE = everyBudget({ calls: 10_000, seconds: 60 });

interface Replica {
  readonly limits: Limits;
  readonly faults: Error[];
}

let servers = 0;
/** A server that no other test counts for. */
const newServer = (): string => `server-${(servers += 1).toString()}`;

async function replica(redis: RunningRedis, server: string, budgets: Partial<Budgets>): Promise<Replica> {
  const faults: Error[] = [];
  const limits = await redisLimits({
    ...{ server, place: { url: `redis://127.0.0.1:${redis.port}`, passwordFile } },
    budgets: { ...AMPLE, ...budgets },
    onFault: (fault) => faults.push(fault),
  });
  onTestFinished(async () => {
    await limits[Symbol.asyncDispose]();
  });
  return { limits, faults };
}

function who(person: string, tenant = 'acme', customer: string | null = null): Principal {
  const known = { person, agent: 'an agent', client: 'a host' };
  return { ...known, tenant: TenantId.parse(tenant), via: 'oauth', scopes: new Set(), customer };
}

type Spending = Awaited<ReturnType<Limits['spend']>>;

const call = async ({ limits }: Replica, caller: Principal, tool = 'echo'): Promise<Spending> =>
  limits.spend(chargesOf(caller, tool));

const passed = (all: readonly Spending[]): number => all.filter((one) => one === undefined).length;

test('200 calls at the same time of two replicas pass a budget of 50 exactly fifty times', async (context) => {
  const redis = running(context);
  const server = newServer();
  const replicas = [
    await replica(redis, server, { tool: { calls: 50, seconds: 60 } }),
    await replica(redis, server, { tool: { calls: 50, seconds: 60 } }),
  ];
  const all = await Promise.all(
    Array.from({ length: 100 }, () => replicas.map((one) => call(one, who('mara')))).flat(),
  );
  expect(passed(all)).toBe(50);
  const refused = all.find((one) => one !== undefined);
  expect(refused).toMatchObject({ spent: 'tool' });
  expect(refused).toHaveProperty(
    'waitMs',
    expect.toSatisfy((ms: number) => ms > 50_000 && ms <= 60_000),
  );
});

test('what one budget refuses takes nothing from the others, also where many are refused at once', async (context) => {
  const one = await replica(running(context), newServer(), {
    tool: { calls: 2, seconds: 60 },
    tenant: { calls: 10, seconds: 60 },
  });
  expect(passed(await Promise.all(Array.from({ length: 100 }, () => call(one, who('mara')))))).toBe(2);
  const others = await Promise.all(Array.from({ length: 20 }, (_, n) => call(one, who(`p${n.toString()}`))));
  expect(passed(others)).toBe(8);
  expect(others.at(-1)).toMatchObject({ spent: 'tenant' });
});

test('another company, another customer and another server have budgets of their own', async (context) => {
  const redis = running(context);
  const once = { tenant: { calls: 1, seconds: 60 } };
  const [one, other] = [await replica(redis, newServer(), once), await replica(redis, newServer(), once)];
  expect(await call(one, who('mara'))).toBeUndefined();
  expect(await call(one, who('mo'))).toMatchObject({ spent: 'tenant' });
  expect(await call(one, who('mara', 'globex'))).toBeUndefined();
  expect(await call(other, who('mara'))).toBeUndefined();
  const customers = await replica(redis, newServer(), { customer: { calls: 1, seconds: 60 } });
  expect(await call(customers, who('carla', 'acme', 'C1'))).toBeUndefined();
  expect(await call(customers, who('carol', 'acme', 'C1'))).toMatchObject({ spent: 'customer' });
  expect(await call(customers, who('carlos', 'acme', 'C2'))).toBeUndefined();
});

test('people whose names differ by no more than half a character are not each other', async (context) => {
  const one = await replica(running(context), newServer(), { person: { calls: 1, seconds: 60 } });
  const people = ['\ud800', '\ud801', '\ufffd', 'mara', 'mara/', '', '/', 'x'.repeat(512), `${'x'.repeat(511)}y`];
  for (const person of people) expect([person, await call(one, who(person))]).toEqual([person, undefined]);
  for (const person of people) expect(await call(one, who(person))).toMatchObject({ spent: 'person' });
});

test('a window ends in Redis as well', async (context) => {
  const one = await replica(running(context), newServer(), { tool: { calls: 1, seconds: 1 } });
  expect(await call(one, who('mara'))).toBeUndefined();
  expect(await call(one, who('mara'))).toMatchObject({ spent: 'tool' });
  await expect.poll(() => call(one, who('mara')), { timeout: 5_000 }).toBeUndefined();
});

test('a Redis that was killed refuses every call at once and is one fault; started again, it serves', async (context) => {
  const redis = running(context);
  const one = await replica(redis, newServer(), {});
  expect(await call(one, who('mara'))).toBeUndefined();
  await redis.kill();
  const since = performance.now();
  const refused = await Promise.all(Array.from({ length: 50 }, () => call(one, who('mara'))));
  expect(refused).toEqual(Array(50).fill({ spent: 'uncounted' }));
  expect(performance.now() - since).toBeLessThan(2_000);
  expect(await one.limits.check()).toBe(false);
  await vi.waitFor(() => {
    expect(one.faults.map(({ message }) => message)).toContain(
      'limits cannot be counted: Redis is not reached (ECONNREFUSED)',
    );
  });
  const told = one.faults.length;
  expect(told).toBeLessThanOrEqual(4);
  for (const { message } of one.faults) expect(message).not.toContain(redis.password);
  await redis.start();
  await expect.poll(() => call(one, who('mara')), { timeout: 5_000 }).toBeUndefined();
  expect(await one.limits.check()).toBe(true);
});

test('a Redis that does not answer is not waited for, and after it goes on it is asked again', async (context) => {
  const redis = running(context);
  const one = await replica(redis, newServer(), {});
  redis.freeze();
  const since = performance.now();
  expect(await call(one, who('mara'))).toEqual({ spent: 'uncounted' });
  expect(performance.now() - since).toBeGreaterThan(400);
  expect(performance.now() - since).toBeLessThan(2_500);
  const again = performance.now();
  expect(await call(one, who('mara'))).toEqual({ spent: 'uncounted' });
  expect(performance.now() - again).toBeLessThan(250);
  redis.thaw();
  await expect.poll(() => call(one, who('mara')), { timeout: 10_000 }).toBeUndefined();
});

test('a password that Redis does not accept is said, without saying it, and one that changed is read again', async (context) => {
  const redis = running(context);
  const one = await replica(redis, newServer(), {});
  const wrong = join(folder, 'wrong');
  writeFileSync(wrong, 'hunter2-hunter2');
  const place = { url: `redis://127.0.0.1:${redis.port}`, passwordFile: wrong };
  const open = redisLimits({ server: 'x', place, budgets: AMPLE, onFault: () => undefined });
  await expect(open).rejects.toThrow(new RedisAway('answers WRONGPASS'));
  const none = redisLimits({
    ...{ server: 'x', place: { ...place, passwordFile: undefined } },
    ...{ budgets: AMPLE, onFault: () => undefined },
  });
  await expect(none).rejects.toThrow(new RedisAway('answers NOAUTH'));
  await redis.kill();
  await redis.start('another-password');
  await vi.waitFor(() => {
    expect(one.faults.at(-1)?.message).toBe('limits cannot be counted: Redis answers WRONGPASS');
  }, 5_000);
  expect(await call(one, who('mara'))).toEqual({ spent: 'uncounted' });
  writeFileSync(passwordFile, 'another-password');
  await expect.poll(() => call(one, who('mara')), { timeout: 5_000 }).toBeUndefined();
  await redis.kill();
  await redis.start();
  writeFileSync(passwordFile, redis.password);
});

test('counting needs five commands on keys of its own', async (context) => {
  const redis = running(context);
  const place = { url: `redis://counter@127.0.0.1:${redis.port}`, passwordFile };
  const limits = await redisLimits({ server: newServer(), place, budgets: AMPLE, onFault: () => undefined });
  onTestFinished(() => limits[Symbol.asyncDispose]());
  expect(await limits.spend(chargesOf(who('mara'), 'echo'))).toBeUndefined();
  const unknown = { url: `redis://nobody@127.0.0.1:${redis.port}`, passwordFile };
  const open = redisLimits({ server: 'x', place: unknown, budgets: AMPLE, onFault: () => undefined });
  await expect(open).rejects.toThrow(new RedisAway('answers WRONGPASS'));
});

test('an address at which nothing listens is said', async (context) => {
  const redis = running(context);
  await redis.kill();
  const place = { url: `redis://127.0.0.1:${redis.port}`, passwordFile };
  const open = redisLimits({ server: 'x', place, budgets: AMPLE, onFault: () => undefined });
  await expect(open).rejects.toThrow(new RedisAway('is not reached (ECONNREFUSED)'));
  await redis.start();
});

test('a Redis behind TLS is asked where its certificate is trusted, and not where it is not', async (context) => {
  const [cert, key] = [join(folder, 'tls.crt'), join(folder, 'tls.key')];
  const subject = ['-subj', '/CN=redis', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1', '-keyout', key];
  execFileSync('openssl', ['req', '-x509', ...made, ...subject, '-out', cert], { stdio: 'ignore' });
  const secure = await startRedis({ tls: { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') } });
  if (secure.kind === 'absent') return context.skip(secure.why);
  onTestFinished(() => secure.stop());
  const secret = join(folder, 'secure');
  writeFileSync(secret, secure.password);
  const place = { url: `rediss://127.0.0.1:${secure.port}`, passwordFile: secret };
  const open = redisLimits({ server: 'x', place, budgets: AMPLE, onFault: () => undefined });
  await expect(open).rejects.toThrow(new RedisAway('is not reached (DEPTH_ZERO_SELF_SIGNED_CERT)'));
  // Which certificates are trusted is decided when a process starts.
  const program = `import { redisLimits } from ${JSON.stringify(new URL('redis-limits.ts', import.meta.url).href)};
    const limits = await redisLimits({ server: 'x', place: ${JSON.stringify(place)}, budgets: ${JSON.stringify(AMPLE)}, onFault: () => {} });
    console.log(await limits.check());
    await limits[Symbol.asyncDispose]();`;
  const env = { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: cert };
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], { env, encoding: 'utf8' });
  expect(said).toBe('true\n');
});
