import type { AddressInfo } from 'node:net';
import { chanceOf } from './chance.ts';
import { railServer } from './listen.ts';
import { OptionsError, readOptions, USAGE } from './options.ts';
import { openPayments } from './store/payments.ts';

const clock = (): Date => new Date();

function run(): void {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === undefined) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const { token, misbehaviour } = options;
  const payments = openPayments(options.data, clock);
  const chance = chanceOf(misbehaviour.seed, payments.opened);
  const die = (): void => void process.kill(process.pid, 'SIGKILL');
  const server = railServer({ payments, token, misbehaviour, chance, clock, die });
  server.listen(options.port, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    process.stdout.write(`${JSON.stringify({ rail: 'ready', url: `http://127.0.0.1:${port}` })}\n`);
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      server.close(() => {
        payments.close();
      });
      server.closeIdleConnections();
    });
  }
}

try {
  run();
} catch (error) {
  // What stops a start is said in a sentence.
  process.stderr.write(`rail: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof OptionsError ? 2 : 1;
}
