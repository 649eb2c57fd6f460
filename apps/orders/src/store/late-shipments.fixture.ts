import { publishAsImporter, type TestDatabase } from '@supercargo/testing';

/** What logistics tells of a late shipment. */
export interface Late {
  readonly shipment_id: string;
  readonly order_numbers: readonly string[];
  readonly promised: string;
  readonly expected: string | null;
  readonly days_late: number;
  readonly why: string | null;
}

const LATE: Late = {
  ...{ shipment_id: 'SHP-2002', order_numbers: ['SO-1002'], promised: '2026-11-15', expected: null },
  ...{ days_late: 1, why: null },
};

/** Tells of it as logistics does; the event’s id. */
export async function tellLate(database: TestDatabase, tenant: string, late: Partial<Late>): Promise<string> {
  const payload = { ...LATE, ...late };
  const of = { server: 'logistics', topic: 'shipment.delayed', key: payload.shipment_id } as const;
  return publishAsImporter(database, tenant, { ...of, payload });
}
