import type { Host } from '../host/connect-host.ts';
import { expectKind, stockOf, written, type StockAnswer } from './answers.ts';
import { Unexpected, type Play } from './stage.ts';
import { takenBack } from './reorder.ts';

const BROKEN = 1;

async function onHandIn(host: Host, sku: string, warehouse: string): Promise<number> {
  const stock = await stockOf(host, sku);
  const line = stock.stock.find((one) => one.warehouse === warehouse);
  if (line === undefined) throw new Unexpected(`the stock of ${sku} in ${warehouse} should be recorded`);
  return line.on_hand.value;
}

/** Whether there is a unit that can break. */
export function hasStock({ stock }: StockAnswer, warehouse: string): boolean {
  return stock.some((line) => line.warehouse === warehouse && line.on_hand.value >= BROKEN);
}

/** In the warehouse a bag breaks. Who may correct stock is not who may order, and the other way round; then it is found to be whole. */
export async function correctStock(
  { stage, hosts: { inventory: host }, cast }: Play,
  clerk: string,
  clerksHost: Host,
): Promise<void> {
  const { sku, warehouse } = cast;
  await stage.step(
    `In the warehouse, ${clerk} takes a broken one of ${sku} off the stock; ${cast.requester} may not`,
    async () => {
      const change = { sku, warehouse, change: -BROKEN, reason: 'One broke on the way to the shelf.' };
      const refused = expectKind(await written(host, 'adjust_stock', change), 'refused');
      stage.say(`${cast.requester} is refused: ${refused.reason}`);
      const before = await onHandIn(host, sku, warehouse);
      const answer = await written(clerksHost, 'adjust_stock', change);
      if (await takenBack(stage, clerksHost, answer)) return;
      expectKind(answer, 'executed');
      const after = await onHandIn(host, sku, warehouse);
      stage.say(
        `${clerk} says yes to the form. On hand: ${before.toLocaleString('en')} → ${after.toLocaleString('en')}`,
      );
      if (after !== before - BROKEN) throw new Unexpected('the stock should be what the clerk made of it');
      const back = { ...change, change: BROKEN, reason: 'It was whole after all.' };
      const undone = await written(clerksHost, 'adjust_stock', back);
      if (await takenBack(stage, clerksHost, undone)) return;
      expectKind(undone, 'executed');
      stage.say(
        `And undone: ${after.toLocaleString('en')} → ${(await onHandIn(host, sku, warehouse)).toLocaleString('en')}`,
      );
    },
  );
}
