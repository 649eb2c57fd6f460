import { logger } from '@supercargo/observe';
import type { TenantDoor } from '@supercargo/tenancy';
import { foundTenant, testDatabase, type TestDatabase } from '@supercargo/testing';
import { newBrowser, type Browser } from './browser.fixture.ts';
import { freePort, openIssuer, type RealIssuer } from './issuer.fixture.ts';
import { openConsole } from './open-console.ts';
import { readSettings } from './settings.ts';

export interface Stage extends Pick<RealIssuer, 'issuer' | 'password' | 'signIn' | 'fillIn'> {
  readonly database: TestDatabase;
  readonly origin: string;
  browser(): Browser;
  /** Moves the console's clock, and nobody else's. */
  advance(seconds: number): void;
  /** Takes the console's database away from it. */
  closeDoor(): Promise<void>;
  stopIssuer(): Promise<void>;
  startIssuer(): Promise<void>;
}

/** The real authorization server, the real database, or this one through this door, and the console between them. Ended by `end`. */
export async function openStage(given?: {
  readonly database: TestDatabase;
  readonly door: TenantDoor;
}): Promise<Stage & { end(): Promise<void> }> {
  const database = given?.database ?? (await testDatabase());
  await foundTenant(database);
  const gina = { id: 'gina', name: 'Gina Rossi', roles: ['supply_chain_manager', 'finance'], secret: 'secret of gina' };
  await foundTenant(database, { tenant: 'globex', people: [gina] });
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const idp = await openIssuer(origin);
  let lateMs = 0;
  const clock = (): Date => new Date(Date.now() + lateMs);
  const door = given?.door ?? database.door('supercargo_console');
  const log = logger('console', 'silent');
  const running = await openConsole(port, { settings: readSettings(idp.settings), door, clock, log });
  return {
    ...{ ...idp, database, origin, browser: newBrowser },
    stopIssuer: () => idp.stop(),
    startIssuer: () => idp.start(),
    advance: (seconds) => void (lateMs += seconds * 1_000),
    closeDoor: () => door.close(),
    end: async () => {
      await running.close();
      await idp.end();
    },
  };
}
