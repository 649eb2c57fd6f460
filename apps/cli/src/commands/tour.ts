import type { Command } from 'commander';
import { connectHost, type Host } from '../host/connect-host.ts';
import { launchCommand } from '../host-config.ts';
import type { Outside } from '../outside.ts';
import { json } from '../print.ts';
import { examples, type Context } from '../program.ts';
import { databaseVariables } from '../servers.ts';
import { castOf } from '../tour/cast.ts';
import { brief, quantityOf, readLowStock, readOutlook, warehouseOf, type Outlook } from '../tour/morning.ts';
import { correctStock, hasStock } from '../tour/shop-floor.ts';
import { stageOn, Unexpected, type Play, type Stage } from '../tour/stage.ts';
import { approve, askAgain, askLarge, askNonsense, consentInHost, meet, readResult, tellStory } from '../tour/story.ts';

interface TourOptions {
  readonly as: string;
  readonly sku?: string;
  readonly yes: boolean;
  readonly json: boolean;
}

/** Connects as somebody of the company, whose forms are shown on the stage: the first in full. */
type ConnectAs = (person: string) => Promise<Host>;

/** The story, in order. */
async function play(scene: Play, connectAs: ConnectAs): Promise<void> {
  await meet(scene);
  await brief(scene);
  const worst = await readLowStock(scene);
  const told = worst === undefined || scene.cast.chosen ? scene : about(scene, worst.sku, warehouseOf(worst));
  const outlook = await readOutlook(told);
  const quantity = quantityOf(outlook, told.cast.sku === worst?.sku ? worst.suggested.quantity : undefined);
  const { input, id } = await askLarge(told, outlook, quantity);
  await approve(told, id);
  const executed = await readResult(told, id, outlook, quantity);
  await askAgain(told, input, executed);
  await consentInHost(told);
  await playShopFloor(told, outlook, connectAs);
  await askNonsense(told);
  await tellStory(told, id);
}

function about(scene: Play, sku: string, warehouse = scene.cast.warehouse): Play {
  return { ...scene, cast: { ...scene.cast, sku, warehouse } };
}

/** Only where a script may play people, and where there is recorded stock to correct. */
async function playShopFloor(scene: Play, { stock }: Outlook, connectAs: ConnectAs): Promise<void> {
  const { clerk, scripted, warehouse } = scene.cast;
  if (clerk === undefined || !scripted || !hasStock(stock, warehouse)) return;
  const host = await connectAs(clerk);
  try {
    await correctStock(scene, clerk, host);
  } finally {
    await host.close();
  }
}

/** What a form looks like to the person before it: in full the first time, then its sentence. */
function formsOn(stage: Stage): (message: string) => boolean {
  let shown = 0;
  return (message) => {
    shown += 1;
    const [sentence = '', ...rest] = message.split('\n');
    stage.say(
      'The host shows this form to its person:',
      ...[sentence, ...(shown === 1 ? rest : ['…'])].map((line) => `| ${line}`),
      '| [x] Yes, do exactly this',
    );
    return true;
  };
}

async function tour(outside: Outside, options: TourOptions): Promise<boolean> {
  const cast = await castOf(outside, options);
  const stage = stageOn(outside, options.json);
  const onForm = formsOn(stage);
  const connectAs: ConnectAs = (person) =>
    connectHost(
      launchCommand(cast.home, 'inventory', `${person}@${cast.tenant}`, 'supercargo-tour'),
      databaseVariables(outside.env, 'inventory'),
      onForm,
    );
  const host = await connectAs(cast.requester);
  try {
    await play({ stage, outside, cast, host }, connectAs);
  } catch (error) {
    if (!(error instanceof Unexpected)) throw error;
    outside.err(`the tour ended: ${error.message}`);
  } finally {
    await host.close();
  }
  const ok = stage.played.every((step) => step.ok);
  if (options.json) {
    outside.out(json({ as: `${cast.requester}@${cast.tenant}`, ok, steps: stage.played }));
  } else if (ok) {
    outside.out(`\nThat is the whole story. Now yours: npx supercargo host-config inventory --as mara@acme`);
  }
  return ok;
}

export function addTour(program: Command, { outside, endWith }: Context): void {
  program
    .command('tour')
    .description(
      'Play a morning against the running server, as a real MCP host: what runs out, ask, approve, execute once, explain.',
    )
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
