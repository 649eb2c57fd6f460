import { readFile } from 'node:fs/promises';
import { importScms, type ScmsReport } from '@supercargo/imports';
import { TenantId } from '@supercargo/kernel';
import { foundTenant, publish, PUBLISHED_SCMS, stageOf, testDatabase } from '@supercargo/testing';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import { PAYMENTS } from '../../payments.fixture.ts';
import { SCMS } from './trade.ts';

const database = await testDatabase();
const door = database.door('supercargo_importer');
const HISTORY = PUBLISHED_SCMS ?? '';
const tenant = TenantId.parse('scms');

type Line = Readonly<Record<string, string>>;

/** What the file implies, read by itself: no staging, no database, no reader of ours. Cents by order and vendor. */
async function implied(): Promise<ReadonlyMap<string, bigint>> {
  const lines = parse<Line>(await readFile(HISTORY), { columns: true, bom: true });
  const sums = new Map<string, bigint>();
  for (const line of lines) {
    if (line['Fulfill Via'] !== 'Direct Drop') continue;
    const key = `${line['PO / SO #'] ?? ''} ${line['Vendor'] ?? ''}`;
    sums.set(key, (sums.get(key) ?? 0n) + BigInt(Math.round(Number(line['Line Item Value']) * 100)));
  }
  return sums;
}

describe.skipIf(PUBLISHED_SCMS === undefined)('the published file', () => {
  let sums: ReadonlyMap<string, bigint> = new Map();
  let report: ScmsReport;
  beforeAll(async () => {
    sums = await implied();
    await foundTenant(database, { tenant, currency: 'USD' });
    const result = await importScms(door, tenant, { server: 'payments', trade: SCMS, file: HISTORY });
    if (!result.ok) throw new Error(JSON.stringify(result.refusal));
    report = result.value;
  }, 120_000);

  test('implies an invoice for each purchase order and vendor, over the sum of its lines, to the cent', async () => {
    const rows = await database.admin<{ key: string; sum: string }>(
      `select i.order_number || ' ' || p.name as key, i.amount_minor::text as sum from payments.invoice i
       join payments.payee p on p.tenant_id = i.tenant_id and p.id = i.payee_id where i.tenant_id = 'scms'`,
    );
    const billed = [...sums].filter(([, sum]) => sum > 0n);
    expect(billed.length).toBeGreaterThan(2_000);
    expect(Object.fromEntries(rows.map(({ key, sum }) => [key, sum]))).toEqual(
      Object.fromEntries(billed.map(([key, sum]) => [key, sum.toString()])),
    );
    expect(report).toMatchObject({
      rows: { invoices: { added: billed.length } },
      billedMinor: Number(billed.reduce((sum, [, one]) => sum + one, 0n)),
      ordersWithoutValue: sums.size - billed.length,
    });
  });

  test('has its vendors as payees that nobody verified and nobody allowed, and the distribution centre is none', async () => {
    const rows = await database.admin<{ name: string }>(
      `select name from payments.payee where tenant_id = 'scms' and not allowed and verified_at is null and account is null`,
    );
    const vendors = new Set([...sums.keys()].map((key) => key.slice(key.indexOf(' ') + 1)));
    expect(rows.map(({ name }) => name).sort()).toEqual([...vendors].sort());
    expect(rows.map(({ name }) => name)).not.toContain('SCMS from RDC');
    expect(await database.admin("select count(*)::int as n from payments.payment where tenant_id = 'scms'")).toEqual([
      { n: 0 },
    ]);
  });

  test('every invoice matches its order and what was delivered of it', async () => {
    const rows = await database.admin(
      `select state, count(*)::int as invoices, count(received_on)::int as dated from payments.invoice where tenant_id = 'scms' group by 1`,
    );
    expect(rows).toEqual([{ state: 'open', invoices: [...sums.values()].filter((sum) => sum > 0n).length, dated: 0 }]);
    expect(await database.admin("select count(*)::int as n from payments.hold where tenant_id = 'scms'")).toEqual([
      { n: 0 },
    ]);
  });

  test('a second import of it changes nothing', async () => {
    const result = await importScms(door, tenant, { server: 'payments', trade: SCMS, file: HISTORY });
    const none = { added: 0, changed: 0 };
    expect(result).toMatchObject({
      ok: true,
      value: { rows: { payees: none, orders: none, receipts: none, invoices: none } },
    });
  });

  test('list_invoices says how many there are, and proposing one says what keeps money from its payee', async () => {
    const stage = stageOf(database, PAYMENTS, tenant);
    await publish(database, stage.runtime);
    const listed = await stage.call('mara', 'list_invoices', { limit: 1 });
    expect(listed).toMatchObject({ structured: { total: [...sums.values()].filter((sum) => sum > 0n).length } });
    const [first] = listed.kind === 'answered' ? (listed.structured['invoices'] as { invoice_id: string }[]) : [];
    expect(await stage.call('mara', 'propose_payment', { invoice: first?.invoice_id })).toMatchObject({
      structured: {
        card: {
          flags: [
            expect.stringContaining('not on the allow-list') as string,
            'no bank account is recorded for the payee',
            'first-time payee: it was never paid before',
          ],
        },
      },
    });
  });
});
