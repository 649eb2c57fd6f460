import { cardLines, type WriteAnswer } from '@supercargo/approval';
import { spoken, times } from '@supercargo/kernel';
import { explain, explanationLines } from '../audit/explain.ts';
import { withDoor } from '../doors.ts';
import type { Host } from '../host/connect-host.ts';
import { expectKind, priceOf, stockOf, written } from './answers.ts';
import { approveByAnother, refuseOwnApproval, settledAnswer } from './approval.ts';
import { forecastAgain, forecastOf } from './forecast.ts';
import type { Outlook } from './morning.ts';
import { Unexpected, type Play, type Stage } from './stage.ts';

type Executed = Extract<WriteAnswer, { outcome: 'executed' }>;
type Input = Readonly<Record<string, unknown>>;

/** A member of what was done, as the system of record reads it back. */
function resultOf(executed: Executed, member: string): string {
  const value = executed.result[member];
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export async function meet({ stage, host }: Play): Promise<void> {
  await stage.step('A host starts the server and asks what it can do', async () => {
    const tools = await host.tools();
    stage.say(`${host.server}, protocol ${host.protocol}`, `Tools: ${tools.join(', ')}`);
    if (tools.some((tool) => /approve|decide|policy/.test(tool))) {
      throw new Unexpected('no tool should approve anything');
    }
    stage.say('None of them approves anything: an agent asks, a person decides.');
  });
}

/** A reorder that needs another person: its arguments and its request. */
export function askLarge(
  { stage, host, cast }: Play,
  { stock, forecast }: Outlook,
  quantity: number,
): Promise<{ readonly input: Input; readonly id: string }> {
  const price = priceOf(stock);
  const input = {
    sku: cast.sku,
    quantity,
    warehouse: cast.warehouse,
    idempotency_key: `tour-${cast.run}`,
    reason: forecast.stockout === null ? 'To have more of it.' : 'It is about to run out.',
  };
  const amount = spoken(times(price, BigInt(quantity)));
  return stage.step(
    `It asks for a reorder of ${quantity.toLocaleString('en')} for ${amount}, and nothing is ordered yet`,
    async () => {
      const waiting = expectKind(await written(host, 'create_reorder', input), 'waiting');
      stage.say(...cardLines(waiting.card), `Next: ${waiting.next}`);
      if (waiting.card.why.includes('own consent') && !waiting.card.why.includes('used up')) {
        throw new Unexpected('an amount as large as this should need another person');
      }
      return { input, id: waiting.request_id };
    },
  );
}

export async function approve(play: Play, id: string): Promise<void> {
  const { stage, outside, cast, host } = play;
  if (cast.yes) {
    await stage.step(`${cast.requester} may not approve it`, () => refuseOwnApproval(stage, outside, cast, id));
  }
  await stage.step(`${cast.approver} approves it on a terminal`, () =>
    approveByAnother(stage, outside, cast, host, id),
  );
}

export function readResult(
  { stage, host, cast }: Play,
  id: string,
  { stock, forecast }: Outlook,
  quantity: number,
): Promise<Executed> {
  return stage.step('The worker executed it, once; the agent reads the result back', async () => {
    const executed = expectKind(await settledAnswer(host, id), 'executed');
    const order = resultOf(executed, 'purchase_order_id');
    stage.say(`Purchase order ${order}, ${resultOf(executed, 'purchase_order_state')}`);
    stage.say(`Undo: ${executed.undo}`);
    const now = await stockOf(host, cast.sku);
    stage.say(
      `On order: ${stock.on_order.value.toLocaleString('en')} → ${now.on_order.value.toLocaleString('en')} ${now.on_order.unit}`,
    );
    if (now.on_order.value < stock.on_order.value + quantity) {
      throw new Unexpected('the stock on order should have grown by what was ordered');
    }
    stage.say(forecastAgain(forecast, await forecastOf(host, cast.sku), order));
    return executed;
  });
}

export async function askAgain({ stage, host }: Play, input: Input, before: Executed): Promise<void> {
  await stage.step('The agent repeats the call with the same key, and gets the same request', async () => {
    const again = expectKind(await written(host, 'create_reorder', input), 'executed');
    stage.say(`Request ${again.request_id}, purchase order ${resultOf(again, 'purchase_order_id')}: no second one`);
    const same =
      again.request_id === before.request_id &&
      again.result['purchase_order_id'] === before.result['purchase_order_id'];
    if (!same) throw new Unexpected('a repeated call should give the same request and purchase order');
  });
}

/** What may be done by consent alone is limited by the day: played often, a tour uses it up, and then leaves it at that. */
export async function takenBack(stage: Stage, host: Host, answer: WriteAnswer): Promise<boolean> {
  if (answer.outcome !== 'waiting' || !answer.card.why.includes('used up')) return false;
  stage.say(`It waits for another person: ${answer.card.why}. The agent takes it back.`);
  await host.call('withdraw_inventory_request', { request_id: answer.request_id });
  return true;
}

export async function consentInHost({ stage, host, cast }: Play): Promise<void> {
  await stage.step('A small reorder: policy leaves it to the requester’s own yes, on a form in the host', async () => {
    const input = { sku: cast.sku, quantity: 1, warehouse: cast.warehouse, idempotency_key: `tour-${cast.run}-small` };
    const answer = await written(host, 'create_reorder', input);
    if (await takenBack(stage, host, answer)) return;
    const executed = expectKind(answer, 'executed');
    stage.say(`Executed at once: ${executed.sentence}`);
    const order = executed.result['purchase_order_id'];
    const undone = expectKind(await written(host, 'cancel_reorder', { purchase_order_id: order }), 'executed');
    stage.say(`And undone, on another form: ${undone.sentence}`);
  });
}

export async function askNonsense({ stage, host, cast }: Play): Promise<void> {
  await stage.step('The agent makes a field up, and is told which', async () => {
    const refused = expectKind(
      await written(host, 'create_reorder', {
        sku: cast.sku,
        quantity: 1,
        warehouse: cast.warehouse,
        discount: 'all of it',
      }),
      'refused',
    );
    stage.say(
      `Refused: ${refused.reason}; field: ${refused.field ?? 'none'}; accepted: ${refused.accepted ?? 'nothing'}`,
    );
    if (!`${refused.field ?? ''} ${refused.reason}`.includes('discount')) {
      throw new Unexpected('the refusal should name the field');
    }
  });
}

export async function tellStory({ stage, outside, cast }: Play, id: string): Promise<void> {
  await stage.step('The record tells the story of the request', async () => {
    const explanation = await withDoor(outside, 'supercargo_auditor', (door) => explain(door, cast.tenant, id));
    stage.say(...explanationLines(explanation));
    const kinds = explanation.story.map(({ kind }) => kind);
    for (const kind of ['asked', 'decided', 'attempt', 'executed']) {
      const count = kinds.filter((one) => one === kind).length;
      if (count !== 1) throw new Unexpected(`the record should hold one “${kind}”, and holds ${count.toString()}`);
    }
    stage.say(`$ npx supercargo audit explain ${id} --tenant ${cast.tenant}`);
  });
}
