import { SERVERS, type ServerName } from '@supercargo/kernel';
import type { Command } from 'commander';
import { connectHost, type Host } from '../host/connect-host.ts';
import { launchCommand } from '../host-config.ts';
import type { Outside } from '../outside.ts';
import { json } from '../print.ts';
import { examples, type Context } from '../program.ts';
import { databaseVariables } from '../servers.ts';
import { castOf, type Cast } from '../tour/cast.ts';
import { playCap } from '../tour/chapters/cap.ts';
import { playDelay } from '../tour/chapters/delay.ts';
import { playDuplicate } from '../tour/chapters/duplicate.ts';
import { playMorning } from '../tour/chapters/morning.ts';
import { playPayment } from '../tour/chapters/payment.ts';
import { playRecord } from '../tour/chapters/record.ts';
import { playRefund } from '../tour/chapters/refund.ts';
import { playStockout } from '../tour/chapters/stockout.ts';
import { stageOn, Unexpected, type Play, type Stage } from '../tour/stage.ts';

interface TourOptions {
  readonly as: string;
  readonly sku?: string;
  readonly yes: boolean;
  readonly json: boolean;
}

/** Connects to a server as somebody of the company, whose forms are shown on the stage. */
type ConnectAs = (server: ServerName, person: string) => Promise<Host>;

/** The whole day, in order. */
async function play(scene: Play): Promise<void> {
  await playMorning(scene);
  const { requestId, supplier } = await playStockout(scene);
  await playDelay(scene);
  const refund = await playRefund(scene);
  await playDuplicate(scene);
  const payment = await playPayment(scene, supplier);
  await playCap(scene);
  await playRecord(scene, refund ?? payment ?? requestId);
}

/** What a form looks like to the person before it: what changes and what to look at twice. The whole is the card as it is asked for. */
function formsOn(stage: Stage): (message: string) => boolean {
  return (message) => {
    const [sentence = '', ...rest] = message.split('\n');
    const kept = rest.filter((line) => line.includes(' → ') || /^ *!/.test(line));
    stage.say(
      'The host shows this form to its person:',
      ...[sentence, ...kept, '…'].map((line) => `| ${line}`),
      '| [x] Yes, do exactly this',
    );
    return true;
  };
}

/** Starts the servers as hosts do, works with them and closes them all. */
async function withHosts(
  connectAs: ConnectAs,
  cast: Cast,
  work: (hosts: Play['hosts'], asAnother: Play['asAnother']) => Promise<void>,
): Promise<void> {
  const started = await Promise.allSettled(SERVERS.map((server) => connectAs(server, cast.requester)));
  const open = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  try {
    const failed = started.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    const hosts = Object.fromEntries(SERVERS.map((server, index) => [server, open[index]])) as Play['hosts'];
    await work(hosts, async (server, person, each) => {
      const host = await connectAs(server, person);
      try {
        return await each(host);
      } finally {
        await host.close();
      }
    });
  } finally {
    await Promise.all(open.map((host) => host.close()));
  }
}

async function tour(outside: Outside, options: TourOptions): Promise<boolean> {
  const cast = await castOf(outside, options);
  const stage = stageOn(outside, options.json);
  const onForm = formsOn(stage);
  const connectAs: ConnectAs = (server, person) =>
    connectHost(
      launchCommand(cast.home, server, `${person}@${cast.tenant}`, 'supercargo-tour'),
      databaseVariables(outside.env, server),
      onForm,
    );
  try {
    await withHosts(connectAs, cast, (hosts, asAnother) => play({ stage, outside, cast, hosts, asAnother }));
  } catch (error) {
    if (!(error instanceof Unexpected)) throw error;
    outside.err(`the tour ended: ${error.message}`);
  }
  const ok = stage.played.every((step) => step.ok);
  if (options.json) {
    outside.out(json({ as: `${cast.requester}@${cast.tenant}`, ok, steps: stage.played }));
  } else if (ok) {
    outside.out(`\nThat is the whole story. Now yours: npx supercargo host-config all --as mara@acme`);
  }
  return ok;
}

export function addTour(program: Command, { outside, endWith }: Context): void {
  program
    .command('tour')
    .description(
      'Play a day over the five running servers, as real MCP hosts: what runs out, what is late, a refund, bills; ask, approve, execute once, explain.',
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
