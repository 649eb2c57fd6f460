import { stopDatabase } from '@supercargo/cluster';
import { benchHome } from './database.ts';

/** Runs a benchmark with what it was told, or says how it is called; its database is stopped whatever happens. */
export async function runCommand<Options extends { readonly help: boolean }>(
  usage: string,
  options: Options | undefined,
  run: (options: Options) => Promise<number>,
): Promise<void> {
  if (options === undefined || options.help) {
    console.log(usage);
    process.exitCode = options === undefined ? 2 : 0;
    return;
  }
  try {
    process.exitCode = await run(options);
  } finally {
    await stopDatabase(benchHome());
  }
}
