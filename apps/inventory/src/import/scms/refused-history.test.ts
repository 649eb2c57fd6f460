import { importFile, scmsSource } from '@supercargo/imports';
import { TenantId } from '@supercargo/kernel';
import { testDatabase, scmsText as csv, fileFolder as folder, scmsPurchase as purchase } from '@supercargo/testing';
import { afterAll, expect, test } from 'vitest';
import { booksOf } from '../staging/store/books.fixture.ts';
import { importScms } from './import-scms.fixture.ts';
import { SCMS } from './trade.ts';

const database = await testDatabase();
const nothing = await booksOf(database, 'nobody');
const door = database.door('supercargo_importer');
const { write, remove } = await folder();
afterAll(remove);

test('an id that is there again with other values is refused, and one with the same is passed over', async () => {
  const tenant = TenantId.parse('repeated');
  const lines = ['1', '2', '3'].map((ID) => purchase({ ID }));
  const path = await write(csv([...lines, purchase({ ID: '2', 'Line Item Quantity': '101' })]));
  expect(await importScms(door, tenant, path)).toEqual({
    ok: false,
    refusal: {
      ...{ code: 'repeated-line', file: path, line: 5, column: 'ID', firstLine: 3 },
      differs: 'Line Item Quantity',
    },
  });
  expect(await booksOf(database, tenant)).toEqual(nothing);
  const again = await importScms(door, tenant, await write(csv([...lines, purchase({ ID: '2' })])));
  expect(again).toMatchObject({ ok: true, value: { lines: 3, linesRepeated: 1, rows: { orderLines: { added: 3 } } } });
});

test('an id is found again in another batch of a thousand lines', async () => {
  const tenant = TenantId.parse('far');
  const lines = Array.from({ length: 2_100 }, (_, at) => purchase({ ID: String(at + 1) }));
  const path = await write(csv([...lines, purchase({ ID: '7', Brand: 'Other' })]));
  expect(await importScms(door, tenant, path)).toMatchObject({
    refusal: { code: 'repeated-line', line: 2_102, firstLine: 8, differs: 'Brand' },
  });
});

test('two names that come to one id are refused where the second stands', async () => {
  const tenant = TenantId.parse('doubtful');
  const path = await write(csv([purchase(), purchase({ ID: '2' }), purchase({ ID: '3' })]));
  const source = scmsSource({ server: 'inventory', trade: SCMS, file: path });
  const forged: typeof source = {
    ...source,
    parse: (line) => {
      const parsed = source.parse(line);
      if (!parsed.ok || line.columns['ID'] !== '3') return parsed;
      const row = parsed.value.row.replace('"description":"Lamivudine 150mg', '"description":"Something else');
      return { ok: true, value: { ...parsed.value, row } };
    },
  };
  expect(await importFile(door, tenant, path, forged)).toMatchObject({
    refusal: { code: 'value', line: 4, column: 'Item Description' },
  });
  expect(await booksOf(database, tenant)).toEqual(nothing);
});

test('a file without lines, or with more than are taken, is refused', async () => {
  const tenant = TenantId.parse('bounds');
  for (const text of ['', csv([])]) {
    const path = await write(text);
    expect(await importScms(door, tenant, path)).toEqual({ ok: false, refusal: { code: 'no-lines', file: path } });
  }
  const path = await write(csv([purchase(), purchase({ ID: '2' })]));
  expect(
    await importFile(door, tenant, path, {
      ...scmsSource({ server: 'inventory', trade: SCMS, file: path }),
      linesMax: 1,
    }),
  ).toMatchObject({
    refusal: { code: 'too-many-lines', line: 3, linesMax: 1 },
  });
  expect(await booksOf(database, tenant)).toEqual(nothing);
});
