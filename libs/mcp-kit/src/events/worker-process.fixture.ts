import { openDoor, type DoorConfig } from '@supercargo/tenancy';
import { DEFAULT_BUDGETS } from '../limits/limits.ts';
import { memoryLimits } from '../limits/memory-limits.ts';
import { makeRuntime } from '../make-runtime.ts';
import { runWorker } from '../worker.ts';
import { deskOf } from './store/desk.fixture.ts';

// A worker that says so once it has worked, and then never commits. Killed by whoever started it.
const config = JSON.parse(process.env['DESK_DOOR'] ?? '{}') as DoorConfig;
const desk = deskOf(async (n) => {
  process.stdout.write(`worked upon ${n}\n`);
  await new Promise(() => undefined);
});
const runtime = makeRuntime(desk, {
  ...{ door: openDoor(config), auditKey: 'a test', limits: memoryLimits(DEFAULT_BUDGETS) },
  onFault: (fault) => process.stdout.write(`fault ${String(fault)}\n`),
});
await runWorker(runtime, 20, new AbortController().signal);
