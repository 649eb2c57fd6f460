import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Clock } from '@supercargo/kernel';
import type { Logger } from '@supercargo/observe';
import type { TenantDoor } from '@supercargo/tenancy';
import { applicationOf } from './application.ts';
import { cookiesFor } from './cookies.ts';
import { issuerOf } from './issuer.ts';
import { newSessions } from './sessions.ts';
import type { ConsoleSettings } from './settings.ts';
import { newSignIns } from './under-way.ts';

export interface ConsoleOptions {
  readonly port: number;
  readonly settings: ConsoleSettings;
  readonly door: TenantDoor;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface RunningConsole {
  /** Stops listening, ends what is under way, and closes the door. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const headersMs = 10_000;
const requestMs = 30_000;
const connectionsMax = 500;

/** Listens on this machine. Who is signed in is known to this process alone, and to nobody after it. */
export async function openConsole({ port, settings, door, clock, log }: ConsoleOptions): Promise<RunningConsole> {
  const application = applicationOf({
    ...{ settings, door, clock, log },
    ...{ issuer: issuerOf(settings, clock), signIns: newSignIns(clock), sessions: newSessions(clock) },
    cookies: cookiesFor(settings.origin),
  });
  const server = createServer({ headersTimeout: headersMs, requestTimeout: requestMs }, application);
  server.maxConnections = connectionsMax;
  server.listen(port, HOST);
  try {
    await once(server, 'listening');
  } catch (error) {
    await door.close();
    throw error;
  }
  return {
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
      await door.close();
    },
  };
}
