import type { TenantTx } from '@supercargo/tenancy';
import * as z from 'zod';
import { rmaOf, wholeOf, type Rma, type RmaRow } from './rma-rows.ts';

/** What the effects say they did: which return, and which label. */
export const DecidedResult = z.object({ rma_id: z.string() });
export const LabelResult = z.object({ rma_id: z.string(), label_id: z.uuid() });

const ONE = {
  name: 'returns_one',
  text: wholeOf('select * from returns.rma o where o.tenant_id = app.tenant() and o.id = $1'),
} as const;

const OF_LABEL = {
  name: 'returns_of_label',
  text: wholeOf(`select o.* from returns.label y join returns.rma o on o.tenant_id = app.tenant() and o.id = y.rma_id
    where y.tenant_id = app.tenant() and y.id = $1`),
} as const;

const STANDING = {
  name: 'returns_standing',
  text: 'select s.claimed, s.days, s.rules from returns.standing_of($1) s where s.claimed is not null',
} as const;

export async function readReturn(tx: TenantTx, id: string): Promise<Rma | undefined> {
  const [row] = await tx.query<RmaRow>(ONE, [id]);
  return row === undefined ? undefined : rmaOf(row);
}

/** The return that a label belongs to. Its own label is the one that counts, which may be another by now. */
export async function readReturnOfLabel(tx: TenantTx, labelId: string): Promise<Rma | undefined> {
  const [row] = await tx.query<RmaRow>(OF_LABEL, [labelId]);
  return row === undefined ? undefined : rmaOf(row);
}

/** What guards compare, as the effect functions spell it. */
export interface Standing {
  readonly claimed: string;
  readonly days: string;
  readonly rules: string;
}

/** Undefined for a return that there is not, and for one without lines. */
export async function readStanding(tx: TenantTx, id: string): Promise<Standing | undefined> {
  const [row] = await tx.query<{ claimed: string; days: string; rules: string }>(STANDING, [id]);
  return row;
}
