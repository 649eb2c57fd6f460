import { createServer, type Server } from 'node:net';

/** Another program where one of ours is expected. */
export function listeningAt({ port, hostname }: URL): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    const listening = resolve.bind(undefined, server);
    server.once('error', reject).listen(Number(port), hostname, listening);
  });
}
