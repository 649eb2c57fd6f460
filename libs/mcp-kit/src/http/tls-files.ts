import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { Server as HttpsServer } from 'node:https';
import type { TlsFiles } from './http-options.ts';

const POLL_MS = 5_000;

interface Pair {
  readonly cert: string;
  readonly key: string;
}

async function readPair({ certFile, keyFile }: TlsFiles): Promise<Pair> {
  const [cert, key] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')]);
  // Throws where the two do not belong together.
  createSecureContext({ cert, key });
  return { cert, key };
}

/** The certificate to begin with. Throws where there is none, or its key is another's. */
export function readTls(files: TlsFiles): Promise<Pair> {
  return readPair(files);
}

/**
 * Looks at the files again and again, and serves new connections with what is new. Files that do not fit together, as while they are
 * being replaced, change nothing and are told once. Returns what stops the looking.
 */
export function followTls(
  server: HttpsServer,
  files: TlsFiles,
  first: Pair,
  onFault: (fault: unknown) => void,
): () => void {
  let current = first;
  let failed = '';
  let isLooking = false;
  const look = async (): Promise<void> => {
    try {
      const next = await readPair(files);
      failed = '';
      if (next.cert === current.cert && next.key === current.key) return;
      server.setSecureContext({ ...next, minVersion: 'TLSv1.2' });
      current = next;
    } catch (fault) {
      if (String(fault) === failed) return;
      failed = String(fault);
      onFault(fault);
    }
  };
  const polling = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void look().finally(() => {
      isLooking = false;
    });
  }, files.pollMs ?? POLL_MS).unref();
  return () => {
    clearInterval(polling);
  };
}
