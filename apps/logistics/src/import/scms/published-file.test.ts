import { readFile } from 'node:fs/promises';
import { importScms, readDate, SCMS_COUNTRIES, type ScmsReport } from '@supercargo/imports';
import { TenantId } from '@supercargo/kernel';
import { foundTenant, publish, PUBLISHED_SCMS, stageOf, testDatabase } from '@supercargo/testing';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import { LOGISTICS } from '../../logistics.fixture.ts';
import { SCMS } from './trade.ts';

const database = await testDatabase();
const door = database.door('supercargo_importer');
const HISTORY = PUBLISHED_SCMS ?? '';
const tenant = TenantId.parse('scms');

type Line = Readonly<Record<string, string>>;

/** What the file says, read by itself: no staging, no database, no reader of ours but that of its dates. */
interface Truth {
  readonly id: string;
  readonly lines: readonly Line[];
  readonly promised: string;
  readonly delivered: string;
  readonly daysLate: number;
}

const latest = (lines: readonly Line[], column: string): string =>
  lines
    .map((line) => readDate(line[column] ?? '') ?? '')
    .sort()
    .at(-1) ?? '';

async function truth(): Promise<readonly Truth[]> {
  const lines = parse<Line>(await readFile(HISTORY), { columns: true, bom: true });
  return [...Map.groupBy(lines, (line) => line['ASN/DN #'] ?? '')].map(([id, own]) => {
    const [promised, delivered] = [latest(own, 'Scheduled Delivery Date'), latest(own, 'Delivered to Client Date')];
    return {
      id,
      lines: own,
      promised,
      delivered,
      daysLate: (Date.parse(delivered) - Date.parse(promised)) / 86_400_000,
    };
  });
}

const cents = (text: string | undefined): bigint | null =>
  text !== undefined && /^\d+(\.\d{1,2})?$/.test(text) ? BigInt(Math.round(Number(text) * 100)) : null;

function valueBy(all: readonly Truth[], keyOf: (line: Line) => string): Readonly<Record<string, string>> {
  const sums = new Map<string, bigint>();
  for (const line of all.flatMap(({ lines }) => lines)) {
    sums.set(keyOf(line), (sums.get(keyOf(line)) ?? 0n) + (cents(line['Line Item Value']) ?? 0n));
  }
  return Object.fromEntries([...sums].map(([key, sum]) => [key, sum.toString()]));
}

describe.skipIf(PUBLISHED_SCMS === undefined)('the published file', () => {
  let all: readonly Truth[] = [];
  let report: ScmsReport;
  beforeAll(async () => {
    all = await truth();
    await foundTenant(database, { tenant, currency: 'USD' });
    const result = await importScms(door, tenant, { server: 'logistics', trade: SCMS, file: HISTORY });
    if (!result.ok) throw new Error(JSON.stringify(result.refusal));
    report = result.value;
  }, 120_000);

  test('holds the shipments that its ASN and DN numbers name, as many late and as late', () => {
    const late = all.filter(({ daysLate }) => daysLate > 0);
    expect(all).toHaveLength(7_030);
    expect(report).toMatchObject({
      rows: { shipments: { added: all.length }, shipmentLines: { added: 10_324 } },
      ...{
        late: late.length,
        longestDelayDays: Math.max(...late.map(({ daysLate }) => daysLate)),
        linesWithoutShipment: 0,
      },
    });
  });

  test('says of every shipment when it was promised and when it came', async () => {
    const rows = await database.admin<{ id: string; promised: string; delivered: string }>(
      `select id, promised_on::text as promised, delivered_on::text as delivered from logistics.shipment where tenant_id = 'scms'`,
    );
    const stored = new Map(rows.map(({ id, promised, delivered }) => [id, `${promised} ${delivered}`]));
    expect(all.filter(({ id, promised, delivered }) => stored.get(id) !== `${promised} ${delivered}`)).toEqual([]);
  });

  test('is worth what its lines say, by country and by vendor', async () => {
    const sums = async (key: string): Promise<unknown> =>
      Object.fromEntries(
        (
          await database.admin<{ key: string; sum: string }>(
            `select ${key} as key, sum(l.value_minor)::text as sum from logistics.shipment s
             join logistics.shipment_line l on l.tenant_id = s.tenant_id and l.shipment_id = s.id where s.tenant_id = 'scms' group by 1`,
          )
        ).map(({ key: group, sum }) => [group, sum]),
      );
    expect(await sums('s.country')).toEqual(
      valueBy(all, (line) => SCMS_COUNTRIES.get(line['Country'] ?? '') ?? 'unknown'),
    );
    expect(await sums("coalesce(s.supplier_name, 'from the distribution centre')")).toEqual(
      valueBy(all, (line) =>
        line['Fulfill Via'] === 'From RDC' ? 'from the distribution centre' : (line['Vendor'] ?? ''),
      ),
    );
  });

  test('has freight where an amount was captured, to the cent, and the file’s words where none was', async () => {
    const captured = all
      .flatMap(({ lines }) => lines.map((line) => cents(line['Freight Cost (USD)'])))
      .filter((sum) => sum !== null);
    const [row] = await database.admin(
      `select count(freight_minor)::int as captured, sum(freight_minor)::text as sum, count(freight_said)::int as said,
         count(*) filter (where freight_said = 'Freight Included in Commodity Cost')::int as included
       from logistics.freight where tenant_id = 'scms'`,
    );
    const words = all.filter(({ lines }) => lines.every((line) => cents(line['Freight Cost (USD)']) === null));
    expect(row).toEqual({
      ...{
        captured: captured.length,
        sum: captured.reduce((sum, one) => sum + one, 0n).toString(),
        said: words.length,
      },
      included: words.filter(({ lines }) => lines[0]?.['Freight Cost (USD)'] === 'Freight Included in Commodity Cost')
        .length,
    });
  });

  test('a second import of it changes nothing', async () => {
    const result = await importScms(door, tenant, { server: 'logistics', trade: SCMS, file: HISTORY });
    expect(result).toMatchObject({
      ok: true,
      value: {
        rows: {
          shipments: { added: 0, changed: 0, unchanged: 7_030 },
          shipmentLines: { added: 0, changed: 0, unchanged: 10_324 },
          freight: { added: 0, changed: 0, unchanged: 7_030 },
        },
      },
    });
  });

  test('list_delayed_shipments counts it by ASN and DN, and the latest of all comes first', async () => {
    const stage = stageOf(database, LOGISTICS, tenant);
    await publish(database, stage.runtime);
    const late = all.filter(({ daysLate }) => daysLate > 0);
    const most = Math.max(...late.map(({ daysLate }) => daysLate));
    const outcome = await stage.call('mara', 'list_delayed_shipments', { status: 'delivered', limit: 1 });
    expect(outcome).toMatchObject({
      structured: {
        total: late.length,
        total_open: 0,
        shipments: [{ days_late: most, carrier: null, next_step: null }],
      },
    });
    const [row] = outcome.kind === 'answered' ? (outcome.structured['shipments'] as { shipment_id: string }[]) : [];
    expect(late.filter(({ daysLate }) => daysLate === most).map(({ id }) => id)).toContain(row?.shipment_id);
    expect(await stage.call('mara', 'list_delayed_shipments', {})).toMatchObject({
      structured: { total: 0, shipments: [] },
    });
  });
});
