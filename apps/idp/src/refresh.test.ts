import { decodeJwt } from 'jose';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { CLI, INVENTORY, openStage, ORDERS, SETTINGS, tokensFor, type Stage } from './idp.fixture.ts';

const stage = await openStage();
afterAll(() => stage.end());

const OFFLINE = { scope: 'inventory:read inventory:reorder offline_access', prompt: 'consent' };

type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

async function refresh(
  token: unknown,
  fields: Readonly<Record<string, string>> = {},
  on: Stage = stage,
): Promise<Answer> {
  const all = { grant_type: 'refresh_token', client_id: CLI, refresh_token: String(token), ...fields };
  const response = await on.post('/token', all);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test('a refresh token is given with offline_access and used once: the next one takes its place', async () => {
  const first = await tokensFor(stage, OFFLINE);
  const second = await refresh(first.body['refresh_token']);
  expect(second.status).toBe(200);
  expect(second.body['refresh_token']).not.toBe(first.body['refresh_token']);
  const [was, is] = [first, second].map(({ body }) => decodeJwt(String(body['access_token'])));
  expect(is).toMatchObject({ aud: INVENTORY, sub: 'mara@acme', tenant: 'acme', roles: ['supply_chain_manager'] });
  expect([is?.['auth_time'], is?.jti === was?.jti]).toEqual([was?.['auth_time'], false]);
});

test('a refresh token that comes back ends the whole family, the latest one and its access token too', async () => {
  const first = await tokensFor(stage, OFFLINE);
  const second = await refresh(first.body['refresh_token']);
  const basic = `Basic ${Buffer.from(`server.inventory:${stage.clientSecret('server.inventory')}`).toString('base64')}`;
  const isActive = async (): Promise<unknown> => {
    const fields = { token: String(second.body['access_token']) };
    const response = await stage.post('/token/introspection', fields, { authorization: basic });
    return ((await response.json()) as { active: unknown }).active;
  };
  expect(await isActive()).toBe(true);
  expect(await refresh(first.body['refresh_token'])).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  expect(await refresh(second.body['refresh_token'])).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  expect(await isActive()).toBe(false);
});

test.each([
  ['another server', { resource: ORDERS }, 'invalid_target'],
  ['a scope that was not consented to', { scope: 'inventory:count_twice' }, 'invalid_scope'],
  ['another client', { client_id: 'nobody' }, 'invalid_client'],
])('a refresh token is of no use for %s', async (_what, fields, error) => {
  const { body } = await tokensFor(stage, OFFLINE);
  expect((await refresh(body['refresh_token'], fields)).body['error']).toBe(error);
});

test('it may ask for less', async () => {
  const { body } = await tokensFor(stage, OFFLINE);
  const less = await refresh(body['refresh_token'], { scope: 'inventory:read' });
  expect(decodeJwt(String(less.body['access_token']))['scope']).toBe('inventory:read');
});

test('a restart keeps it, on the same issuer; who was taken from the settings gets nothing more', async () => {
  const own = await openStage();
  onTestFinished(() => own.end());
  const { issuer } = own.idp;
  const { body } = await tokensFor(own, OFFLINE);
  await own.restart();
  expect(own.idp.issuer).toBe(issuer);
  const kept = await refresh(body['refresh_token'], {}, own);
  expect(kept.status).toBe(200);
  await own.restart({ ...SETTINGS, people: SETTINGS.people.filter(({ id }) => id !== 'mara') });
  const gone = await refresh(kept.body['refresh_token'], {}, own);
  expect([gone.status, gone.body['access_token']]).toEqual([400, undefined]);
});

test('after a week its family has ended, however often it was renewed', async () => {
  const { body } = await tokensFor(stage, OFFLINE);
  const renewed = await refresh(body['refresh_token']);
  const basic = `Basic ${Buffer.from(`server.inventory:${stage.clientSecret('server.inventory')}`).toString('base64')}`;
  expect(renewed.status).toBe(200);
  // A refresh token is nobody's business but its client's.
  const asked = await stage.post(
    '/token/introspection',
    { token: String(renewed.body['refresh_token']) },
    { authorization: basic },
  );
  expect(await asked.json()).toEqual({ active: false });
  const own = await stage.post('/token/introspection', {
    token: String(renewed.body['refresh_token']),
    client_id: CLI,
  });
  const { exp } = (await own.json()) as { exp: number };
  const weekFromNow = Date.now() / 1_000 + 7 * 24 * 3_600;
  expect(Math.abs(exp - weekFromNow)).toBeLessThan(60);
});
