import { parseArgs } from 'node:util';
import { SERVERS, type ServerName } from '@supercargo/kernel';
import * as z from 'zod';

export const USAGE = `usage: npm run bench [-- options]
  What calls, lists and releases cost on this machine, in three parts that follow one another.
  --part calls|lists|releases  only this part; may be given again for another
    calls     a governed call beside what its walls alone cost; how soon each server answers, and what it holds in memory
    lists     every read of every server, with few rows and with many over 100 companies, and how PostgreSQL comes to them;
              the plans in full are written to dist/bench/plans/
    releases  releases of payments a second, of one company and of a hundred, without the rail and with it
  --server <name>   only this server's lists, start and memory; may be given again for another
  --rows <n>        rows of each list in the large database (default 1000000, at least 10000)
  --seconds <s>     how long each round of calls lasts (default 10), and of each list (default 0.5); there are five of each
  --releases <n>    releases in each round (default 400)
  --keep            keep the databases of the lists for the next run
  --markdown        tables to be pasted into a document
  --json            one JSON object at the end instead of tables
  Progress goes to standard error. Exits 1 where a target is missed.
Another: npm run bench:import -- <file>  seconds and memory of an import; says more with --help`;

export const PARTS = ['calls', 'lists', 'releases'] as const;

const Options = z.strictObject({
  part: z.array(z.enum(PARTS)).default([...PARTS]),
  server: z.array(z.enum(SERVERS)).default([...SERVERS]),
  rows: z.coerce.number().int().min(10_000).max(100_000_000).default(1_000_000),
  seconds: z.coerce.number().positive().max(600).optional(),
  releases: z.coerce.number().int().min(1).max(100_000).default(400),
  ...{ keep: z.boolean().default(false), markdown: z.boolean().default(false) },
  ...{ json: z.boolean().default(false), help: z.boolean().default(false) },
});
export type Options = Omit<z.infer<typeof Options>, 'server'> & { readonly server: readonly ServerName[] };

const TEXT = { type: 'string' } as const;
const TEXTS = { type: 'string', multiple: true } as const;
const FLAG = { type: 'boolean' } as const;

/** What was asked for; undefined where it is not accepted. */
export function readOptions(args: readonly string[]): Options | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...{ part: TEXTS, server: TEXTS, rows: TEXT, seconds: TEXT, releases: TEXT },
        ...{ keep: FLAG, markdown: FLAG, json: FLAG, help: FLAG },
      },
      strict: true,
    });
    return Options.parse(values);
  } catch {
    return undefined;
  }
}
