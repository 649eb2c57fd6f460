import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect, type TLSSocket } from 'node:tls';
import { modernRequest, openHttpStage, openStage, testDatabase } from '@supercargo/testing';
import { afterAll, expect, test, vi } from 'vitest';
import { ECHO } from '../echo-trade.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'tls-'));

function certificate(name: string): { readonly certFile: string; readonly keyFile: string } {
  const [certFile, keyFile] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
  const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  execFileSync('openssl', ['req', '-x509', ...key, ...subject, '-keyout', keyFile, '-out', certFile], {
    stdio: 'ignore',
  });
  return { certFile, keyFile };
}

const [first, second, client] = [certificate('first'), certificate('second'), certificate('client')];
const served = { certFile: join(folder, 'served.crt'), keyFile: join(folder, 'served.key') };
copyFileSync(first.certFile, served.certFile);
copyFileSync(first.keyFile, served.keyFile);
const stage = await openStage(await testDatabase(), ECHO);
const http = await openHttpStage(stage, { tls: { ...served, pollMs: 20, askClients: true } });
const { port } = http.serving;
afterAll(() => http.close());

/** Whose certificate a new connection is shown. */
function shown(options: object = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket: TLSSocket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options }, () => {
      resolve(String(socket.getPeerCertificate().subject.CN));
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

async function call(options: object = {}): Promise<string> {
  const message = modernRequest('tools/call', { name: 'echo', arguments: { text: 'over TLS', wait_ms: 0 } });
  const headers = await http.headers({ person: 'mara' }, message);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path: '/mcp',
        method: 'POST',
        rejectUnauthorized: false,
        agent: false,
        ...options,
        headers,
      },
      (response) => {
        text(response).then(resolve, reject);
      },
    );
    sent.on('error', reject);
    sent.end(JSON.stringify(message));
  });
}

test('a call over TLS is answered, at an address that begins with https', async () => {
  expect(await call()).toContain('over TLS');
  expect(http.presented.at(-1)).toMatchObject({
    url: `https://127.0.0.1:${port.toString()}/mcp`,
    certificate: undefined,
  });
});

test('the certificate of a client is shown to the authenticator by its thumbprint', async () => {
  const [cert, key] = [readFileSync(client.certFile), readFileSync(client.keyFile)];
  await call({ cert, key });
  const hex = new X509Certificate(cert).fingerprint256.replaceAll(':', '');
  expect(http.presented.at(-1)?.certificate).toBe(Buffer.from(hex, 'hex').toString('base64url'));
});

test.each(['TLSv1', 'TLSv1.1'])('%s is not spoken', async (version) => {
  await expect(shown({ minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' })).rejects.toThrow();
});

test('without TLS there is no answer', async () => {
  const { status } = await http.raw('GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n').catch(() => ({ status: 0 }));
  expect(status).not.toBe(200);
});

test('a replaced certificate is served to new connections, and a broken one is not', async () => {
  expect(await shown()).toBe('first');
  copyFileSync(second.certFile, served.certFile);
  await vi.waitFor(() => {
    expect(http.stage.faults).toHaveLength(1);
  }, 3_000);
  // Its key is not there yet: what was served is served.
  expect(await shown()).toBe('first');
  copyFileSync(second.keyFile, served.keyFile);
  await vi.waitFor(async () => {
    expect(await shown()).toBe('second');
  }, 3_000);
  writeFileSync(served.certFile, 'not a certificate');
  await vi.waitFor(() => {
    expect(http.stage.faults).toHaveLength(2);
  }, 3_000);
  expect(await shown()).toBe('second');
  expect(await call()).toContain('over TLS');
});
