import type { TenantTx } from '@supercargo/tenancy';
import * as z from 'zod';
import type { HoldKind } from '../domain/states.ts';

/** What release_hold says it did. */
export const ReleasedResult = z.object({ invoice_id: z.string(), kind: z.string(), hold_id: z.uuid() });

/** An open hold of an invoice. */
export interface Hold {
  readonly id: string;
  readonly invoiceId: string;
  readonly kind: HoldKind;
  /** A sentence of ours. */
  readonly why: string;
  readonly placedAt: Date;
}

interface HoldRow {
  readonly id: string;
  readonly invoice_id: string;
  readonly kind: HoldKind;
  readonly why: string;
  readonly placed_at: Date;
}

// A hold of a kind is open once at most, so an invoice has few. Behind a select PostgreSQL does not count the invoices: one plan is for
// any number of them, where a new one for a single invoice costs more than the read.
const OPEN = {
  name: 'payments_open_holds',
  text: `select h.id, h.invoice_id, h.kind, h.why, h.placed_at from payments.hold h
         where h.tenant_id = app.tenant() and h.invoice_id = any((select $1::text[])::text[]) and h.state = 'open'
         order by h.invoice_id, h.placed_at, h.kind`,
} as const;

/** The open holds of these invoices. */
export async function openHolds(tx: TenantTx, invoiceIds: readonly string[]): Promise<readonly Hold[]> {
  if (invoiceIds.length === 0) return [];
  const rows = await tx.query<HoldRow>(OPEN, [invoiceIds]);
  return rows.map(({ id, invoice_id, kind, why, placed_at }) => ({
    ...{ id, invoiceId: invoice_id, kind, why, placedAt: placed_at },
  }));
}
