import { connect, type Socket } from 'node:net';

const DRIP_MS = 1_000;
/** Each connection drips at a moment of its own: a thousand characters at once would be a burst, which nobody's slowness makes. */
const MOMENTS = 100;
const HEAD = 'POST /mcp HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: ';

/** Connections that never finish saying what they want: a character each second. One that is cut is opened again. */
export interface SlowConnections {
  close(): void;
}

export async function openSlowConnections(url: string, count: number): Promise<SlowConnections> {
  const { hostname, port } = new URL(url);
  const moments = Array.from({ length: MOMENTS }, () => new Set<Socket>());
  let isOver = false;
  const open = (moment: Set<Socket>): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(HEAD);
        resolve();
      });
      moment.add(socket);
      socket.on('error', reject);
      socket.on('close', () => {
        moment.delete(socket);
        if (isOver) return;
        void open(moment).catch(() => undefined);
      });
      socket.resume();
    });
  const opened = Array.from({ length: Math.ceil(count / MOMENTS) }, () => moments.map(open)).flat();
  await Promise.all(opened);
  let turn = 0;
  const dripping = setInterval(() => {
    turn = (turn + 1) % MOMENTS;
    for (const socket of moments[turn] ?? []) socket.write('x');
  }, DRIP_MS / MOMENTS);
  return {
    close: () => {
      isOver = true;
      clearInterval(dripping);
      for (const socket of moments.flatMap((moment) => [...moment])) socket.destroy();
    },
  };
}
