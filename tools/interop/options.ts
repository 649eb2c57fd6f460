import { parseArgs } from 'node:util';

export const USAGE = `usage: npm run interop [-- options]
  Tries installed clients against a server of this checkout over HTTP, behind sign-in, and writes what was seen to docs/interop.md: both lines
  of the SDK, Inspector's command line and a stdio bridge. Starts what it needs on free ports and stops it.
  --check   write nothing; exit 1 where docs/interop.md says something else
  --json    one JSON object of what was seen on standard output
  --help    this`;

export interface Options {
  readonly check: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

/** What was asked for; undefined where it is not accepted. */
export function readOptions(args: readonly string[]): Options | undefined {
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({ args: [...args], options: { check: flag, json: flag, help: flag }, strict: true }).values;
  } catch {
    return undefined;
  }
}
