import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { homeOf, railAddress, startRail, stopRail } from '@supercargo/cluster';

/** A payment rail with books of its own: a foreign system, which nobody here kills. */
export type Rail = {
  /** By which variables a worker reaches it. */
  readonly env: NodeJS.ProcessEnv;
  /** What it paid, by the ids that it was told: its own books, and so the truth. */
  readonly paid: () => ReadonlyMap<string, number>;
  /** Ends it, with its books. */
  readonly close: () => Promise<void>;
};

const PREFIX = 'rail-of-';

/** Starts a rail in a folder of its own, with those options of `apps/rail`. */
export async function openRail(folder: string, tenant: string, misbehaviour: readonly string[]): Promise<Rail> {
  const own = join(folder, `${PREFIX}${tenant}`);
  const home = homeOf({ SUPERCARGO_HOME: own });
  await startRail(home, misbehaviour);
  const address = await railAddress(home);
  if (address === undefined) throw new Error('the rail has no address');
  const env = {
    SUPERCARGO_RAIL_URL: address.url,
    SUPERCARGO_RAIL_TOKEN_FILE: join(home.secretsDir, 'rail_token'),
  };
  return { env, close: () => endRail(own), paid: () => paidIn(join(home.path, 'rail.sqlite')) };
}

/** Ends the rails that a killed runner left in that folder. */
export async function endRails(folder: string): Promise<void> {
  for (const name of await readdir(folder)) if (name.startsWith(PREFIX)) await endRail(join(folder, name));
}

async function endRail(own: string): Promise<void> {
  await stopRail(homeOf({ SUPERCARGO_HOME: own }));
  await rm(own, { recursive: true, force: true });
}

function paidIn(file: string): ReadonlyMap<string, number> {
  const books = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = books.prepare("select id, content from payment where status = 'settled'").all();
    return new Map(
      rows.map(({ id, content }) => {
        const { amount_minor: minor } = JSON.parse(String(content)) as { readonly amount_minor: string };
        return [String(id), Number(minor)];
      }),
    );
  } finally {
    books.close();
  }
}
