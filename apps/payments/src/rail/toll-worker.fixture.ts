// A worker of the toll trade as a process of its own, so that it can be killed. Its one argument: how it reaches the database and the rail,
// and where it stops, as JSON. It says `here` when it has come to that point, and goes no further.
import { DEFAULT_BUDGETS, makeRuntime, memoryLimits, runWorker } from '@supercargo/mcp-kit';
import { openDoor, type DoorConfig } from '@supercargo/tenancy';
import { tolls } from '../store/toll.fixture.ts';
import { railClient, type RailClient } from './client.ts';

const { door, place, stopsAt } = JSON.parse(process.argv[2] ?? '') as {
  readonly door: DoorConfig;
  readonly place: { readonly url: string; readonly token: string };
  readonly stopsAt: 'before sending' | 'after sending';
};
const rail = railClient(async () => place);

const here = (): Promise<never> => {
  process.stdout.write('here\n');
  return new Promise(() => undefined);
};
const outside: RailClient = {
  ...rail,
  pay: async (order) => {
    if (stopsAt === 'after sending') await rail.pay(order);
    return here();
  },
};
const runtime = makeRuntime(tolls, {
  door: openDoor(door),
  auditKey: 'the audit key of a test',
  limits: memoryLimits(DEFAULT_BUDGETS),
  onFault: () => undefined,
  outside,
});
await runWorker(runtime, 10, new AbortController().signal, 60_000);
