import { cardLines, type WriteAnswer } from '@supercargo/approval';
import { spoken, times } from '@supercargo/kernel';
import type { Host } from '../host/connect-host.ts';
import { expectKind, priceOf, resultOf, stockOf, written, type Executed, type Input } from './answers.ts';
import { approveBy, refusedApproval, settledAnswer } from './approval.ts';
import { forecastAgain, forecastOf } from './forecast.ts';
import type { Outlook } from './morning.ts';
import { Unexpected, type Play, type Stage } from './stage.ts';

/** A reorder that needs another person: its arguments and its request. */
export function askLarge(
  { stage, hosts: { inventory: host }, cast }: Play,
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
  const { stage, cast } = play;
  const asked = { server: 'inventory', id } as const;
  await stage.step(`Another person decides: ${cast.approver} approves it on a terminal`, async () => {
    if (cast.yes) await refusedApproval(play, asked, cast.requester);
    await approveBy(play, asked, [cast.approver]);
  });
}

export function readResult(play: Play, id: string, { stock, forecast }: Outlook, quantity: number): Promise<Executed> {
  const { stage, hosts, cast } = play;
  const host = hosts.inventory;
  return stage.step('The worker executed it, once; the agent reads the result back', async () => {
    const executed = expectKind(await settledAnswer(play, { server: 'inventory', id }), 'executed');
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

export async function askAgain(
  { stage, hosts: { inventory: host } }: Play,
  input: Input,
  before: Executed,
): Promise<void> {
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

export async function consentInHost({ stage, hosts: { inventory: host }, cast }: Play): Promise<void> {
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

export async function askNonsense({ stage, hosts: { inventory: host }, cast }: Play): Promise<void> {
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
