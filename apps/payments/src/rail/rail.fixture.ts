import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeOf, railAddress, stopRail, type Home } from '@supercargo/cluster';
import type { RailPlace } from './client.ts';

/** A home of its own, in which a test starts a rail. */
export interface RailHome {
  readonly home: Home;
  readonly folder: string;
  /** Where its rail is, if it runs. */
  readonly place: RailPlace;
  /** Stops the rail and forgets all of it. */
  readonly remove: () => Promise<void>;
}

export function railHome(): RailHome {
  const folder = mkdtempSync(join(tmpdir(), 'supercargo-rail-'));
  const home = homeOf({ SUPERCARGO_HOME: folder });
  return {
    home,
    folder,
    place: async () => {
      const address = await railAddress(home);
      return address === undefined ? undefined : { url: address.url, token: await address.token() };
    },
    remove: async () => {
      await stopRail(home);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
