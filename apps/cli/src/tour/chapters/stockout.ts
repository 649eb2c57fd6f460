import { quantityOf, readLowStock, readOutlook, warehouseOf, type Outlook } from '../morning.ts';
import { approve, askAgain, askLarge, askNonsense, consentInHost, readResult } from '../reorder.ts';
import { correctStock, hasStock } from '../shop-floor.ts';
import type { Play } from '../stage.ts';

/** What later chapters need of this one. */
export interface Reordered {
  readonly requestId: string;
  readonly supplier: string;
}

function about(scene: Play, sku: string, warehouse = scene.cast.warehouse): Play {
  return { ...scene, cast: { ...scene.cast, sku, warehouse } };
}

/** Only where a script may play people, and where there is recorded stock to correct. */
async function playShopFloor(scene: Play, { stock }: Outlook): Promise<void> {
  const { clerk, scripted, warehouse } = scene.cast;
  if (clerk === undefined || !scripted || !hasStock(stock, warehouse)) return;
  await scene.asAnother('inventory', clerk, (host) => correctStock(scene, clerk, host));
}

export async function playStockout(scene: Play): Promise<Reordered> {
  scene.stage.chapter('Something runs out');
  const worst = await readLowStock(scene);
  const told = worst === undefined || scene.cast.chosen ? scene : about(scene, worst.sku, warehouseOf(worst));
  const outlook = await readOutlook(told);
  const quantity = quantityOf(outlook, told.cast.sku === worst?.sku ? worst.suggested.quantity : undefined);
  const { input, id } = await askLarge(told, outlook, quantity);
  await approve(told, id);
  const executed = await readResult(told, id, outlook, quantity);
  await askAgain(told, input, executed);
  await consentInHost(told);
  await playShopFloor(told, outlook);
  await askNonsense(told);
  return { requestId: id, supplier: outlook.stock.supplier.id };
}
