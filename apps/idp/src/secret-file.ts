import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';

const OTHERS = 0o077;

function refuseWhereOthersRead(path: string): void {
  if (process.platform === 'win32') return;
  if ((statSync(path).mode & OTHERS) === 0) return;
  throw new Error(`${path} can be read by others on this machine: take their rights away (chmod go=)`);
}

/** Makes the folder where it is missing; refuses one that others on the machine can enter. */
export function ensureOwnFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  refuseWhereOthersRead(path);
}

/** A file of secrets as JSON, or undefined where there is none. Refuses one that others on the machine can read. */
export function readSecretFile(path: string): unknown {
  try {
    refuseWhereOthersRead(path);
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (error instanceof SyntaxError) {
      throw new Error(`${path} is no JSON; delete it and start again`, { cause: error });
    }
    throw error;
  }
}

/** Replaces a file of secrets: whoever reads it finds the old one or the new one whole, and only its owner can. */
export function writeSecretFile(path: string, value: unknown): void {
  const draft = `${path}.new`;
  const file = openSync(draft, 'w', 0o600);
  try {
    writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
}
