import { connect, type Socket } from 'node:net';

const DRIP_MS = 1_000;
const HEAD = 'POST /mcp HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: ';

/** Connections that never finish saying what they want: a character each second. One that is cut is opened again. */
export interface SlowConnections {
  close(): void;
}

export async function openSlowConnections(url: string, count: number): Promise<SlowConnections> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let isOver = false;
  const open = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(HEAD);
        resolve();
      });
      sockets.add(socket);
      socket.on('error', reject);
      socket.on('close', () => {
        sockets.delete(socket);
        if (isOver) return;
        void open().catch(() => undefined);
      });
      socket.resume();
    });
  await Promise.all(Array.from({ length: count }, open));
  const dripping = setInterval(() => {
    for (const socket of sockets) socket.write('x');
  }, DRIP_MS);
  return {
    close: () => {
      isOver = true;
      clearInterval(dripping);
      for (const socket of sockets) socket.destroy();
    },
  };
}
