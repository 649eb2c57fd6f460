import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SCMS_COLUMNS, type ColumnName } from '@supercargo/imports';

const HISTORY = join(import.meta.dirname, '../../../../../shared/data/scms-delivery-history.csv');

/** The file as it was published, beside the checkout; undefined where nobody put it there. */
export const PUBLISHED_SCMS = existsSync(HISTORY) ? HISTORY : undefined;

export type ScmsValues = Partial<Record<ColumnName, string>>;

/** One valid line of a purchase, of which a test changes a value. */
const PURCHASE: Record<ColumnName, string> = {
  ID: '1',
  'Project Code': '100-CI-T01',
  'PQ #': 'FPQ-1',
  'PO / SO #': 'SCMS-4',
  'ASN/DN #': 'ASN-8',
  Country: "Côte d'Ivoire",
  'Managed By': 'PMO - US',
  'Fulfill Via': 'Direct Drop',
  'Vendor INCO Term': 'EXW',
  'Shipment Mode': 'Air',
  'PQ First Sent to Client Date': '4/30/14',
  'PO Sent to Vendor Date': '05/09/2014',
  'Scheduled Delivery Date': '02-Jun-14',
  'Delivered to Client Date': '03-Jun-14',
  'Delivery Recorded Date': '04-Jun-14',
  'Product Group': 'ARV',
  'Sub Classification': 'Adult',
  Vendor: 'Aurobindo Pharma Limited',
  'Item Description': 'Lamivudine 150mg, tablets, 60 Tabs',
  'Molecule/Test Type': 'Lamivudine',
  Brand: 'Generic',
  Dosage: '150mg',
  'Dosage Form': 'Tablet',
  'Unit of Measure (Per Pack)': '60',
  'Line Item Quantity': '100',
  'Line Item Value': '399.5',
  'Pack Price': '4',
  'Unit Price': '0.07',
  'Manufacturing Site': 'Ranbaxy, Paonta Shahib, India',
  'First Line Designation': 'Yes',
  'Weight (Kilograms)': '13',
  'Freight Cost (USD)': '780.34',
  'Line Item Insurance (USD)': '0.64',
};

export function scmsPurchase(values: ScmsValues = {}): Record<ColumnName, string> {
  return { ...PURCHASE, ...values };
}

/** The same, filled from the regional distribution centre. */
export function scmsStockOrder(values: ScmsValues = {}): Record<ColumnName, string> {
  return scmsPurchase({
    'PO / SO #': 'SO-7',
    'ASN/DN #': 'DN-9',
    'Fulfill Via': 'From RDC',
    Vendor: 'SCMS from RDC',
    'Vendor INCO Term': 'N/A - From RDC',
    'PO Sent to Vendor Date': 'N/A - From RDC',
    ...values,
  });
}

export const SCMS_HEADER: readonly string[] = SCMS_COLUMNS.map(({ name }) => name);

/** The text of a file as the publisher writes it: byte order mark, CRLF, quotes where they are needed. */
export function scmsText(lines: readonly Readonly<Record<string, string>>[], header = SCMS_HEADER): string {
  const rows = [header, ...lines.map((line) => header.map((name) => line[name] ?? ''))];
  return `\ufeff${rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('')}`;
}

function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** Writes files into a folder of their own, which the caller removes after its last test. */
export async function fileFolder(): Promise<{
  readonly write: (content: string | Buffer) => Promise<string>;
  readonly remove: () => Promise<void>;
}> {
  const path = await mkdtemp(join(tmpdir(), 'scms-'));
  let written = 0;
  const write = async (content: string | Buffer): Promise<string> => {
    written += 1;
    const file = join(path, `history-${written}.csv`);
    await writeFile(file, content);
    return file;
  };
  return { write, remove: () => rm(path, { recursive: true }) };
}
