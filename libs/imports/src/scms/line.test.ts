import {
  SCMS_HEADER as HEADER,
  scmsPurchase as purchase,
  scmsStockOrder as stockOrder,
  type ScmsValues as Values,
} from '@supercargo/testing';
import { expect, test } from 'vitest';
import type { ColumnName } from './columns.ts';
import { parseLine, type ScmsLine, type Remark } from './line.ts';

function parsed(columns: Readonly<Record<string, string>>) {
  return parseLine('history.csv', { line: 7, header: { names: HEADER, unknown: [] }, columns });
}

function taken(columns: Readonly<Record<string, string>>): {
  readonly order: ScmsLine;
  readonly remarks: readonly Remark[];
} {
  const result = parsed(columns);
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
}

test('a purchase is its vendor’s, with its lead time', () => {
  const { order, remarks } = taken(purchase());
  expect(order).toMatchObject({
    lineId: '1',
    lineNumber: 7,
    orderNumber: 'SCMS-4',
    kind: 'purchase',
    vendor: 'Aurobindo Pharma Limited',
    packs: 100n,
    valueCents: 39_950n,
    priceCents: 400n,
    orderedOn: '2014-05-09',
    scheduledOn: '2014-06-02',
    deliveredOn: '2014-06-03',
    leadTimeDays: 25,
  });
  expect(remarks).toEqual([]);
});

test('a stock order has no order date and no lead time, even where a date stands', () => {
  expect(taken(stockOrder()).order).toMatchObject({ kind: 'stock', orderedOn: null, leadTimeDays: null });
  expect(taken(stockOrder({ 'PO Sent to Vendor Date': '5/9/14' })).order).toMatchObject({ leadTimeDays: null });
});

test('every column is kept as it stood, whatever was made of it', () => {
  const columns = purchase({
    'Pack Price': '4.00',
    'Weight (Kilograms)': ' see "note"\r\n ',
    'Freight Cost (USD)': '',
  });
  expect(JSON.parse(taken({ ...columns, Extra: '−' }).order.columns)).toEqual({ ...columns, Extra: '−' });
});

test.each([
  [
    'PO Sent to Vendor Date',
    'Date Not Captured',
    'Date Not Captured',
    'no date: the file says that it was not captured',
  ],
  [
    'PQ First Sent to Client Date',
    'Pre-PQ Process',
    'Pre-PQ Process',
    'no date: the file says that it was before there were price quotes',
  ],
  [
    'Weight (Kilograms)',
    'Weight Captured Separately',
    'Weight Captured Separately',
    'no number: the file says that it was captured separately',
  ],
  [
    'Weight (Kilograms)',
    'See DN-4257 (ID#:84468)',
    'See DN-… (ID#:…)',
    'no number: the file says that it stands on the line that it names',
  ],
  [
    'Freight Cost (USD)',
    'See ASN-93 (ID#:1281)',
    'See ASN-… (ID#:…)',
    'no amount: the file says that it stands on the line that it names',
  ],
  [
    'Freight Cost (USD)',
    'Freight Included in Commodity Cost',
    'Freight Included in Commodity Cost',
    'no amount: the file says that the goods’ cost includes it',
  ],
  [
    'Freight Cost (USD)',
    'Invoiced Separately',
    'Invoiced Separately',
    'no amount: the file says that it was invoiced separately',
  ],
  ['Line Item Insurance (USD)', '', '(blank)', 'no amount: the cell is blank'],
  ['Line Item Quantity', ' ', '(blank)', 'no quantity: the cell is blank'],
  ['Brand', '', '(blank)', 'not known: the cell is blank'],
] satisfies [ColumnName, string, string, string][])('%s: %j is known for a word', (column, text, word, reason) => {
  expect(taken(purchase({ [column]: text })).remarks).toEqual([{ kind: 'word', column, text, word, reason }]);
});

test.each([
  ['Pack Price', 'about 4', 'priceCents', 'no amount: it is no plain amount of dollars'],
  ['Pack Price', '-4', 'priceCents', 'no amount: it'],
  ['Pack Price', '4.005', 'priceCents', 'no amount: it'],
  ['Line Item Value', 'TBD', 'valueCents', 'no amount: it'],
  ['Line Item Quantity', 'several', 'packs', 'no quantity: it is no whole number'],
  ['Delivered to Client Date', '31-Apr-14', 'deliveredOn', 'no date: it is no day of the calendar'],
  ['Scheduled Delivery Date', 'soon', 'scheduledOn', 'no date: it'],
  ['PO Sent to Vendor Date', 'Weight Captured Separately', 'orderedOn', 'no date: it'],
] satisfies [ColumnName, string, keyof ScmsLine, string][])(
  '%s: %j is unknown, told, and null instead of zero',
  (column, text, field, reason) => {
    const { order, remarks } = taken(purchase({ [column]: text }));
    expect(order[field]).toBeNull();
    expect(remarks).toEqual([{ kind: 'unknown', column, text, reason: expect.stringContaining(reason) as string }]);
  },
);

test('a value that only the text keeps is told when it cannot be read', () => {
  const { remarks } = taken(purchase({ 'Weight (Kilograms)': 'heavy', 'Unit Price': '?' }));
  expect(remarks).toMatchObject([
    { kind: 'unknown', column: 'Unit Price', text: '?' },
    { kind: 'unknown', column: 'Weight (Kilograms)', text: 'heavy' },
  ]);
});

test('a lead time that was not captured is null', () => {
  expect(taken(purchase({ 'PO Sent to Vendor Date': 'Date Not Captured' })).order.leadTimeDays).toBeNull();
});

test('a delivery before its order keeps both dates, makes no lead time, and is told', () => {
  const { order, remarks } = taken(purchase({ 'PO Sent to Vendor Date': '6/4/14' }));
  expect(order).toMatchObject({ orderedOn: '2014-06-04', deliveredOn: '2014-06-03', leadTimeDays: null });
  expect(remarks).toEqual([
    {
      ...{ kind: 'lead-time', column: 'Delivered to Client Date', text: '03-Jun-14' },
      reason: 'no lead time: the delivery is before the order',
    },
  ]);
});

test('a stock order of a place that the file does not know is told', () => {
  expect(taken(stockOrder({ Vendor: 'Another place' })).remarks).toContainEqual({
    kind: 'unknown',
    column: 'Vendor',
    text: 'Another place',
    reason: expect.stringContaining('which is called SCMS from RDC') as string,
  });
});

const LONG = 'x'.repeat(501);

test.each([
  ['ID', ''],
  ['ID', 'A1'],
  ['ID', '1234567890123456789'],
  ['PO / SO #', ' '],
  ['Fulfill Via', ''],
  ['Fulfill Via', 'Pigeon'],
  ['Vendor', ''],
  ['Vendor', 'SCMS from RDC'],
  ['Vendor', LONG],
  ['Item Description', ''],
  ['Item Description', LONG],
  ['Line Item Quantity', '-5'],
  ['Line Item Quantity', '1.5'],
] satisfies [ColumnName, string][])('refuses %s %j and names line and column', (column, text) => {
  const values: Values = { [column]: text };
  expect(parsed(purchase(values))).toMatchObject({
    ok: false,
    refusal: { code: 'value', file: 'history.csv', line: 7, column },
  });
});
