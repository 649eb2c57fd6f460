import { once } from 'node:events';
import { createServer } from 'node:http';
import { applicationOf } from './application.ts';
import { partsOf, type Given } from './parts.ts';

export interface RunningConsole {
  /** Stops listening, ends what is under way, and closes the door. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const headersMs = 10_000;
const requestMs = 30_000;
const connectionsMax = 500;

/** Listens on this machine. Who is signed in is known to this process alone, and to nobody after it. */
export async function openConsole(port: number, given: Given): Promise<RunningConsole> {
  const application = applicationOf(partsOf(given));
  const server = createServer({ headersTimeout: headersMs, requestTimeout: requestMs }, application);
  server.maxConnections = connectionsMax;
  server.listen(port, HOST);
  try {
    await once(server, 'listening');
  } catch (error) {
    await given.door.close();
    throw error;
  }
  return {
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
      await given.door.close();
    },
  };
}
