import { parseArgs } from 'node:util';

export const USAGE = `usage: npm run conformance [-- options]
  The official suite of the Model Context Protocol, against servers of this checkout behind sign-in, in every revision that they speak; and
  its scenarios for authorization servers, against the development authorization server. Starts what it needs on free ports and stops it.
  --server <name>   only this server and the one with the suite's tools; may be given again (default: all of them)
  --json            one JSON object at the end instead of the table
  --help            this
  The suite's own results are left in dist/conformance. Exits 1 where a check fails or warns, and where the suite has a scenario that this
  command does not know.`;

export interface Options {
  readonly server: readonly string[] | undefined;
  readonly json: boolean;
  readonly help: boolean;
}

/** What was asked for; undefined where it is not accepted. */
export function readOptions(args: readonly string[], servers: readonly string[]): Options | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        server: { type: 'string', multiple: true },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
      strict: true,
    });
    const { server, json, help } = values;
    return server?.every((name) => servers.includes(name)) === false ? undefined : { server, json, help };
  } catch {
    return undefined;
  }
}
