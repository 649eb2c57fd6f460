import type { Command } from 'commander';
import { launchCommand } from '../host-config.ts';
import type { Outside } from '../outside.ts';
import { json } from '../print.ts';
import { examples, type Context } from '../program.ts';
import { castOf } from '../tour/cast.ts';
import { connectHost } from '../tour/host.ts';
import { stageOn, Unexpected } from '../tour/stage.ts';
import {
  approve,
  askAgain,
  askLarge,
  askNonsense,
  consentInHost,
  meet,
  readResult,
  readStock,
  tellStory,
  type Play,
} from '../tour/story.ts';

interface TourOptions {
  readonly as: string;
  readonly sku?: string;
  readonly yes: boolean;
  readonly json: boolean;
}

/** What a server needs to find its database, where the installation's is somewhere else. */
function databaseVariables(outside: Outside): Readonly<Record<string, string>> {
  const names = ['DATABASE_URL', 'DATABASE_POOLER', 'DATABASE_PASSWORD_INVENTORY', 'DATABASE_PASSWORD_INVENTORY_FILE'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = outside.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** The story, in order. */
async function play(scene: Play): Promise<void> {
  await meet(scene);
  const stock = await readStock(scene);
  const { input, quantity, id } = await askLarge(scene, stock);
  await approve(scene, id);
  const executed = await readResult(scene, id, stock, quantity);
  await askAgain(scene, input, executed);
  await consentInHost(scene);
  await askNonsense(scene);
  await tellStory(scene, id);
}

async function tour(outside: Outside, options: TourOptions): Promise<boolean> {
  const cast = await castOf(outside, options);
  const stage = stageOn(outside, options.json);
  const launch = launchCommand(cast.home, 'inventory', `${cast.requester}@${cast.tenant}`, 'supercargo-tour');
  const host = await connectHost(launch, databaseVariables(outside), (message) => {
    stage.say(
      'The host shows this form to its person:',
      ...message.split('\n').map((line) => `| ${line}`),
      '| [x] Yes, do exactly this',
    );
    return true;
  });
  try {
    await play({ stage, outside, cast, host });
  } catch (error) {
    if (!(error instanceof Unexpected)) throw error;
    outside.err(`the tour ended: ${error.message}`);
  } finally {
    await host.close();
  }
  const ok = stage.played.every((step) => step.ok);
  if (options.json) {
    outside.out(json({ as: `${cast.requester}@${cast.tenant}`, sku: cast.sku, ok, steps: stage.played }));
  } else if (ok) {
    outside.out(`\nThat is the whole story. Now yours: npx supercargo host-config inventory --as mara@acme`);
  }
  return ok;
}

export function addTour(program: Command, { outside, endWith }: Context): void {
  program
    .command('tour')
    .description('Play the story against the running server, as a real MCP host: ask, approve, execute once, explain.')
    .option('--as <person>', 'as whom the agent asks', 'mara@tour')
    .option('--sku <sku>', 'with which item; default: one that is about to run out, or was bought last')
    .option('--yes', 'let a script play the approver, in a company marked for it', false)
    .option('--json', 'print one JSON document', false)
    .addHelpText(
      'after',
      examples('tour --yes', 'tour --as mara@acme      pauses for a person with a secret', 'tour --as mara@scms --yes'),
    )
    .action(async (options: TourOptions) => {
      if (!(await tour(outside, options))) endWith(1);
    });
}
