import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { ClusterError, codeOf } from './fault.ts';
import type { Home } from './home.ts';
import { withLock } from './lock.ts';

const Enrolled = z.strictObject({
  version: z.literal(1),
  /** `person@tenant`, as whom programs of this machine may ask. */
  people: z.array(z.string().regex(/^[a-z][a-z0-9._-]{0,63}@[a-z][a-z0-9-]{1,31}$/)).max(1_000),
});

function fileOf(home: Home): string {
  return join(home.path, 'enrolled.json');
}

/** As whom programs of this machine may ask, as `person@tenant`. Whoever approves proves it with a secret instead. */
export async function readEnrolled(home: Home): Promise<readonly string[]> {
  let text: string;
  try {
    text = await readFile(fileOf(home), 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
  const parsed = Enrolled.safeParse(safeJson(text));
  if (parsed.success) return parsed.data.people;
  throw new ClusterError('state', `${fileOf(home)} is not a list of enrolled people; delete it and start again.`);
}

/** Adds people to those who may ask from this machine. */
export async function enroll(home: Home, people: readonly string[]): Promise<void> {
  await withLock(home, 'state', async () => {
    const all = [...new Set([...(await readEnrolled(home)), ...people])].sort();
    const draft = `${fileOf(home)}.${randomUUID()}`;
    await writeFile(draft, `${JSON.stringify(Enrolled.parse({ version: 1, people: all }), null, 2)}\n`, {
      mode: 0o600,
    });
    await rename(draft, fileOf(home));
  });
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
