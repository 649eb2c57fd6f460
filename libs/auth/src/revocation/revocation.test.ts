import { signInStage, type TokenMint } from '@supercargo/testing';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const SECRET = 'p@ss word:of the server';

/** The configuration of an issuer whose address is known only when it runs: this one is replaced by the stage's own. */
async function asked(consult: 'every' | 'cache', answer: (mint: TokenMint, form: URLSearchParams) => unknown) {
  const port = { url: 'http://127.0.0.1:9/introspect' };
  const forms: URLSearchParams[] = [];
  const headers: (string | undefined)[] = [];
  const fetch: typeof globalThis.fetch = (address, init) =>
    globalThis.fetch(address === 'http://127.0.0.1:9/introspect' ? port.url : address, init);
  const folder = await mkdtemp(join(tmpdir(), 'client-secret-'));
  const clientSecretFile = join(folder, 'secret');
  await writeFile(clientSecretFile, `${SECRET}\n`);
  const credentials = { endpoint: port.url, clientId: 'inventory server', clientSecretFile };
  const introspection =
    consult === 'every' ? { consult, ...credentials } : { consult, cacheSeconds: 30, ...credentials };
  const stage = await signInStage({ issuer: { introspection }, deps: { fetch } });
  port.url = stage.mint.introspectionEndpoint;
  stage.mint.answer('/introspect', (request, response) => {
    headers.push(request.headers.authorization);
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const form = new URLSearchParams(body);
      forms.push(form);
      response.end(JSON.stringify(answer(stage.mint, form)));
    });
  });
  return {
    ...{ stage, forms, headers, clientSecretFile },
    [Symbol.asyncDispose]: async () => {
      await stage[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}

test('the issuer is asked about every request, with credentials of this server and not of the caller', async () => {
  await using issuer = await asked('every', () => ({
    active: true,
    sub: 'mara',
    client_id: 'test-client',
  }));
  const { stage, forms, headers } = issuer;
  const token = await stage.mint.mint();
  expect(await stage.ask(token)).toBe('ok');
  expect(await stage.ask(token)).toBe('ok');
  expect(forms.map((form) => form.get('token'))).toEqual([token, token]);
  const basic = Buffer.from('inventory+server:p%40ss+word%3Aof+the+server').toString('base64');
  expect(headers[0]).toBe(`Basic ${basic}`);
});

test('with a cache, it is asked again when the time is over', async () => {
  await using issuer = await asked('cache', () => ({ active: true }));
  const { stage, forms } = issuer;
  const token = await stage.mint.mint();
  for (const [seconds, times] of [
    [0, 1],
    [29, 1],
    [1, 2],
  ] as const) {
    stage.advance(seconds);
    expect(await stage.ask(token)).toBe('ok');
    expect(forms).toHaveLength(times);
  }
});

test.for<[string, unknown]>([
  ['inactive', { active: false }],
  ['active as text', { active: 'true' }],
  ['nothing about it', {}],
  ['active, of another subject', { active: true, sub: 'finn' }],
  ['active, of another client', { active: true, client_id: 'another' }],
])('a token is refused that its issuer says is %s', async ([, answer]) => {
  await using issuer = await asked('every', () => answer);
  const { stage } = issuer;
  expect(await stage.ask(await stage.mint.mint())).toBe('introspected_inactive');
});

test('a token is refused while its issuer cannot be asked, though it was let in before', async () => {
  await using issuer = await asked('every', () => ({ active: true }));
  const { stage } = issuer;
  const token = await stage.mint.mint();
  expect(await stage.ask(token)).toBe('ok');
  stage.mint.answer('/introspect', (_request, response) => response.writeHead(302, { location: '/metadata' }).end());
  expect(await stage.ask(token)).toBe('introspection_unknown');
  await stage.mint.stop();
  expect(await stage.ask(token)).toBe('introspection_unknown');
  expect(stage.faults.join()).not.toContain(token);
});

test('a new secret of this server is used at once, and none lets nobody in', async () => {
  await using issuer = await asked('every', () => ({ active: true }));
  const { stage, headers, clientSecretFile } = issuer;
  const token = await stage.mint.mint();
  await writeFile(clientSecretFile, 'another');
  expect(await stage.ask(token)).toBe('ok');
  expect(headers).toEqual([`Basic ${Buffer.from('inventory+server:another').toString('base64')}`]);
  await writeFile(clientSecretFile, '');
  expect(await stage.ask(token)).toBe('introspection_unknown');
});

test('a token that is wrong is not shown to the issuer', async () => {
  await using issuer = await asked('every', () => ({ active: true }));
  const { stage, forms } = issuer;
  expect(await stage.ask(await stage.mint.mint({ aud: 'https://payments.example/mcp' }))).toBe('audience_other');
  expect(forms).toEqual([]);
});

test('a revoked token is refused at once, remembered or not, by issuer and token id', async () => {
  const revoked = new Set<string>();
  const isRevoked = async (issuer: string, tokenId: string): Promise<boolean> => revoked.has(`${issuer} ${tokenId}`);
  await using stage = await signInStage({ deps: { isRevoked } });
  const token = await stage.mint.mint({ jti: 'lost-laptop' });
  expect(await stage.ask(token)).toBe('ok');
  revoked.add('https://login.example lost-laptop');
  expect(await stage.ask(token)).toBe('ok');
  revoked.add(`${stage.mint.issuer} lost-laptop`);
  expect(await stage.ask(token)).toBe('revoked');
  expect(await stage.ask(await stage.mint.mint({ jti: 'lost-laptop' }))).toBe('revoked');
});

test('nobody is let in while the revocation list cannot be asked', async () => {
  const isRevoked = async (): Promise<boolean> => Promise.reject(new Error('no database'));
  await using stage = await signInStage({ deps: { isRevoked } });
  expect(await stage.ask(await stage.mint.mint())).toBe('revocation_unknown');
  expect(stage.faults).toEqual(['the revocation list no database']);
});
