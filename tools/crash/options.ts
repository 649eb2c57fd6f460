import { parseArgs } from 'node:util';
import * as z from 'zod';
import { STORIES } from './plots/all.ts';
import { TRANSPORTS } from './plots/plot.ts';

const Options = z.strictObject({
  repetitions: z.coerce.number().int().min(1).max(10_000).default(2),
  seed: z.coerce.number().int().min(0).max(1_000_000_000).optional(),
  story: z.enum(STORIES).optional(),
  over: z.enum(TRANSPORTS).default('stdio'),
  step: z.string().min(1).max(200).optional(),
  resume: z.boolean().default(false),
  json: z.boolean().default(false),
  help: z.boolean().default(false),
});
export type Options = z.infer<typeof Options>;

const storyLines = STORIES.join(', ').replaceAll(/(.{80,}?), /g, '$1,\n                 ');

export const USAGE = `usage: npm run crash -- [--repetitions 100] [--story name] [--over http] [--seed n] [--step name] [--resume]
       [--json]
  Kills each program, and PostgreSQL under each, with SIGKILL at every step of asking, approving and executing each write of every server, of
  paying through the rail, and of consuming an event, lets the story go on as a host and a person would, and counts: one effect, one
  outcome, every time.
  --repetitions  how often each step is played; 2 unless said
  --story        only this one: ${storyLines}
  --over         how hosts reach the server: stdio, or http with sign-in; stdio unless said. What customers ask for is told over http alone
  --seed         plays the run of that seed: order and quantities
  --step         only steps whose names begin so, such as reorder/server/, or
                 reorder-approved/worker/04-commit-of-execute_inventory.create_reorder-unanswered
  --resume       goes on where the last run of that seed ended; without a seed, the last run
  --json         one JSON object at the end instead of lines`;

/** Reads the arguments; undefined where they are not understood. */
export function readOptions(args: readonly string[]): Options | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        repetitions: { type: 'string' },
        seed: { type: 'string' },
        story: { type: 'string' },
        over: { type: 'string' },
        step: { type: 'string' },
        resume: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
      strict: true,
    });
    return Options.parse(values);
  } catch {
    return undefined;
  }
}

/** What goes on with a run that was interrupted: the same steps, as often. */
export function goOnCommand({ repetitions, story, over, step }: Options, seed: number): string {
  const told = `${story === undefined ? '' : ` --story ${story}`}${over === 'stdio' ? '' : ` --over ${over}`}`;
  const only = `${told}${step === undefined ? '' : ` --step ${step}`}`;
  return `npm run crash -- --resume --seed ${seed} --repetitions ${repetitions}${only}`;
}
