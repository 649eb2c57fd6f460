import { importScms } from '@supercargo/imports';
import { fileFolder, foundTenant, scmsPurchase, scmsStockOrder, scmsText, testDatabase } from '@supercargo/testing';
import { afterAll, expect, test } from 'vitest';
import { SCMS } from './trade.ts';

const database = await testDatabase();
const door = database.door('supercargo_importer');
const folder = await fileFolder();
afterAll(folder.remove);
const scms = await foundTenant(database, { tenant: 'scms', currency: 'USD' });
const file = await folder.write(scmsText([scmsPurchase(), scmsStockOrder({ ID: '2' })]));

const load = (): Promise<unknown> => importScms(door, scms, { server: 'returns', trade: SCMS, file });
const rules = (): Promise<readonly { reason: string }[]> =>
  database.admin(
    "select reason, window_days, currency from returns.return_policy where tenant_id = 'scms' order by reason",
  );

test('the file tells of no return: none is made up, and the company gets a policy to begin with, which the report says', async () => {
  expect(await load()).toMatchObject({
    ok: true,
    value: {
      ...{ lines: 2, rows: { policyRules: { added: 7, changed: 0, unchanged: 0 } } },
      says: ['the file tells of no returns, and none were made up; the return policy is one to begin with'],
    },
  });
  expect(await rules()).toHaveLength(7);
  expect(await database.admin('select 1 from returns.rma union all select 1 from returns.customer')).toEqual([]);
});

test('a policy that is there is the company’s own: a second import adds and changes nothing', async () => {
  await database.admin("update returns.return_policy set window_days = 1 where reason = 'damaged'");
  await database.admin("delete from returns.return_policy where reason <> 'damaged'");
  expect(await load()).toMatchObject({ ok: true, value: { rows: { policyRules: { added: 0, unchanged: 1 } } } });
  expect(await rules()).toEqual([{ reason: 'damaged', window_days: 1, currency: 'USD' }]);
});
