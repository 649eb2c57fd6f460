import { systemClock } from '@supercargo/kernel';
import { logger } from '@supercargo/observe';
import { openConsole } from './open-console.ts';
import { OptionsError, readOptions, USAGE } from './options.ts';
import { openOwnDoor } from './own-door.ts';

async function run(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === undefined) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const { port, settings } = options;
  const door = await openOwnDoor(process.env);
  const console = await openConsole(port, { settings, door, clock: systemClock, log: logger('console', 'info') });
  process.stdout.write(`${JSON.stringify({ console: 'ready', origin: settings.origin })}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void console.close());
}

try {
  await run();
} catch (error) {
  // What stops a start is said in a sentence.
  process.stderr.write(`console: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof OptionsError ? 2 : 1;
}
