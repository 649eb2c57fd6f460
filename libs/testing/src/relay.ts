import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands between a program and PostgreSQL, and keeps back what the database answers. */
export interface Relay {
  readonly port: number;
  /** Lets everything through until a program has sent these, in this order, and then no answer more: the database does it and says nothing. */
  keepAnswersAfter(...sent: readonly string[]): void;
  isKeeping(): boolean;
  /** Hands on what was kept back, and everything after it. */
  release(): void;
  close(): void;
}

/** Opens one to a database. */
export async function openRelay({ host, port }: { readonly host: string; readonly port: number }): Promise<Relay> {
  const sockets = new Set<Socket>();
  const kept: (() => void)[] = [];
  let awaited: readonly string[] | undefined;
  const isKeeping = (): boolean => awaited?.length === 0;
  const answer = (send: () => void): void => {
    if (isKeeping()) kept.push(send);
    else send();
  };
  const server = createServer((program) => {
    const database = connect(port, host);
    for (const socket of [program, database]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    program.on('close', () => database.destroy());
    database.on('close', () => answer(() => program.destroy()));
    program.on('data', (bytes) => {
      // Whatever is found is cut off, so that the next is looked for behind it.
      for (let rest = bytes.toString('latin1'); awaited?.[0] !== undefined && rest.includes(awaited[0]);) {
        rest = rest.slice(rest.indexOf(awaited[0]) + awaited[0].length);
        awaited = awaited.slice(1);
      }
      database.write(bytes);
    });
    database.on('data', (bytes) => answer(() => program.write(bytes)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    keepAnswersAfter: (...sent) => void (awaited = sent),
    isKeeping,
    release: () => {
      awaited = undefined;
      for (const send of kept.splice(0)) send();
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
