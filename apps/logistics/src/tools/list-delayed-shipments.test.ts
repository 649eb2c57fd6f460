import { cursorOf } from '@supercargo/mcp-kit';
import { answerOf, CLIENTS, openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { inDays, LOGISTICS } from '../logistics.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, LOGISTICS);

/** Delivered so many days after, or before, the promised day. */
const arrive = (id: string, days: number, change = "carrier_id = 'CAR-ATLAS'"): Promise<unknown> =>
  database
    .admin(
      `insert into logistics.shipment (tenant_id, id, flow, mode, country, promised_on, delivered_on, state)
       values ('acme', $1, 'inbound', 'sea', 'DE', $2, $3, 'delivered')`,
      [id, inDays(-60), inDays(-60 + days)],
    )
    .then(() => database.admin(`update logistics.shipment set ${change} where id = $1`, [id]));
await arrive('SHP-A', 9);
await arrive('SHP-B', 2, "country = 'FR'");
await arrive('SHP-C', 1, "mode = 'air'");
await arrive('SHP-D', 0);
await arrive('SHP-E', -3);
await arrive('SHP-F', 2, 'promised_on = null');
// Two lines of one ASN are one shipment.
await database.admin(
  `insert into logistics.shipment_line (tenant_id, shipment_id, line_id, order_number)
   values ('acme', 'SHP-2008', 'x', 'SO-0731'), ('acme', 'SHP-2008', 'y', 'SO-0799')`,
);

interface Listed {
  readonly shipments: readonly Record<string, unknown>[];
  readonly total: number;
  readonly next_cursor: string | null;
}

async function list(input: Record<string, unknown> = {}): Promise<Listed> {
  return (await answerOf(stage, 'mara', 'list_delayed_shipments', input)) as unknown as Listed;
}

const lateness = ({ shipments }: Listed): unknown[] =>
  shipments.map((row) => `${String(row['shipment_id'])} ${String(row['days_late'])}`);

test.each(CLIENTS)(
  '%s: list_delayed_shipments says by how much, why, what it endangers and the next call',
  async (kind) => {
    const client = await stage.client('felix', kind);
    const { structured, isError } = await client.call('list_delayed_shipments', { limit: 1 });
    await client.close();
    expect(isError).toBe(false);
    expect(structured).toMatchObject({
      ...{ total: 3, total_open: 3, total_delivered: 0, next_cursor: expect.any(String) as string },
      shipments: [
        {
          ...{ shipment_id: 'SHP-2002', promised: inDays(-6), delivered: null, days_late: 6, state: 'customs' },
          why: { kind: 'customs_hold', note: { origin: 'carrier' } },
          endangers: { orders: ['SO-1002'], value: [{ amount: '2280.00', currency: 'EUR' }] },
          next_step: {
            ...{ tool: 'reroute_shipment', arguments: { shipment: 'SHP-2002', route: 'RT-SWIFT-NLRTM-DEHAM' } },
            why: `rerouted today it would arrive on ${inDays(1)}`,
          },
        },
      ],
    });
  },
);

test('what is expected late but not past its day, delivered in time, cancelled or promised for no day is not listed', async () => {
  expect(lateness(await list({ status: 'all' }))).toEqual([
    ...['SHP-A 9', 'SHP-2002 6', 'SHP-2003 2', 'SHP-B 2', 'SHP-2008 1', 'SHP-C 1'],
  ]);
});

test('a shipment that was promised for today is not late yet', async () => {
  await database.admin(
    `insert into logistics.shipment (tenant_id, id, flow, promised_on) values ('acme', 'SHP-T', 'inbound', $1), ('acme', 'SHP-Y', 'inbound', $2)`,
    [inDays(0), inDays(-1)],
  );
  expect(lateness(await list())).toEqual(['SHP-2002 6', 'SHP-2003 2', 'SHP-2008 1', 'SHP-Y 1']);
  await database.admin("delete from logistics.shipment where id in ('SHP-T', 'SHP-Y')");
});

test.each([
  [{}, ['SHP-2002 6', 'SHP-2003 2', 'SHP-2008 1']],
  [{ status: 'delivered' }, ['SHP-A 9', 'SHP-B 2', 'SHP-C 1']],
  [{ status: 'all', min_days_late: 2 }, ['SHP-A 9', 'SHP-2002 6', 'SHP-2003 2', 'SHP-B 2']],
  [{ status: 'all', min_days_late: 7 }, ['SHP-A 9']],
  [{ min_days_late: 3_650 }, []],
  [{ status: 'all', carrier: 'CAR-ATLAS' }, ['SHP-A 9']],
  [{ carrier: 'CAR-RAIL' }, []],
  [{ status: 'all', country: 'FR' }, ['SHP-B 2', 'SHP-2008 1']],
  [{ status: 'all', mode: 'air' }, ['SHP-C 1']],
  [{ status: 'all', mode: 'sea', country: 'DE', carrier: 'CAR-BLUE' }, ['SHP-2002 6', 'SHP-2003 2']],
])('filters by %j, and the total is of what fits', async (input, found) => {
  const listed = await list(input);
  expect(lateness(listed)).toEqual(found);
  expect(listed.total).toBe(found.length);
});

test.each([1, 2, 3, 5, 6])('pages of %d give every late shipment once and end', async (limit) => {
  const seen: unknown[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await list({ status: 'all', limit, ...(cursor === undefined ? {} : { cursor }) });
    expect(page.total).toBe(6);
    seen.push(...lateness(page));
    cursor = page.next_cursor;
  }
  expect(seen).toEqual(['SHP-A 9', 'SHP-2002 6', 'SHP-2003 2', 'SHP-B 2', 'SHP-2008 1', 'SHP-C 1']);
});

test('a list that was begun yesterday is gone on with as of yesterday', async () => {
  const cursor = cursorOf('list_delayed_shipments', [inDays(-1), '6', 'SHP-0']);
  expect(lateness(await list({ cursor }))).toEqual(['SHP-2002 5', 'SHP-2003 1']);
});

const NO_CURSOR = 'the next_cursor of the page before, of the same tool';

test.each([
  [{ carrier: 'CAR-NONE' }, 'carrier', 'unknown_carrier', 'CAR-ATLAS, CAR-BLUE, CAR-NORD, CAR-RAIL, CAR-SWIFT'],
  [{ cursor: cursorOf('list_reorders', [inDays(0), '6', 'SHP-1']) }, 'cursor', 'invalid_field', NO_CURSOR],
  [{ cursor: cursorOf('list_delayed_shipments', ['yesterday', '6', 'SHP-1']) }, 'cursor', 'invalid_field', NO_CURSOR],
  [{ cursor: cursorOf('list_delayed_shipments', [inDays(0), '0', 'SHP-1']) }, 'cursor', 'invalid_field', NO_CURSOR],
  [
    { cursor: cursorOf('list_delayed_shipments', [inDays(0), '9999999', 'SHP-1']) },
    'cursor',
    'invalid_field',
    NO_CURSOR,
  ],
  [{ cursor: cursorOf('list_delayed_shipments', [inDays(0), '6']) }, 'cursor', 'invalid_field', NO_CURSOR],
])('refuses %j, and says what is accepted', async (input, field, code, accepted) => {
  expect(await stage.call('mara', 'list_delayed_shipments', input)).toMatchObject({
    kind: 'refused',
    refusal: { step: 'perform', field, code, accepted },
  });
});

test('refuses a status that there is not, and names those there are', async () => {
  expect(await stage.call('mara', 'list_delayed_shipments', { status: 'late' })).toMatchObject({
    refusal: { step: 'input', field: 'status', accepted: expect.stringContaining('open: not delivered') as string },
  });
  expect(stage.faults).toEqual([]);
});
