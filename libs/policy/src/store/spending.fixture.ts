import { randomUUID } from 'node:crypto';
import {
  SPENDING_DIMENSIONS,
  SPENDING_SPANS,
  type SpendingDimension,
  type SpendingSpan,
} from '../seed/spending-caps.ts';

/** As much of a connection as these need: the superuser's, which may become the owner of Payments. */
export interface Session {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
}

export interface Purchase {
  readonly amount: number | null;
  readonly requester?: string;
  readonly agent?: string | null;
  readonly payee?: string;
  readonly costCentre?: string | null;
  readonly currency?: string;
  readonly execution?: string;
}

export interface Refusal {
  readonly refusal: 'no_cap' | 'above_cap' | 'used_up' | null;
  readonly dimension: SpendingDimension | null;
  readonly span: SpendingSpan | null;
  readonly room_at: Date | null;
  readonly words: string | null;
}

/** More than any test spends. */
export const PLENTY = 1_000_000_000_00;

/** One statement in a transaction of the tenant, as the owner of Payments: the one role that may spend. */
export async function asPayments<Row>(
  session: Session,
  tenant: string,
  text: string,
  values: readonly unknown[],
  level = 'read committed',
): Promise<Row | undefined> {
  await session.query(`begin isolation level ${level}`);
  try {
    await session.query("select set_config('app.tenant', $1, true)", [tenant]);
    await session.query('set local role supercargo_payments_owner');
    const { rows } = await session.query(text, [...values]);
    await session.query('commit');
    return rows[0] as Row | undefined;
  } catch (error) {
    await session.query('rollback');
    throw error;
  }
}

/** Spends, or says what refused. */
export async function reserve(
  session: Session,
  tenant: string,
  purchase: Purchase,
  level?: string,
): Promise<Refusal | undefined> {
  const {
    amount,
    requester = 'felix',
    agent = 'desk',
    payee = 'SUP-A',
    costCentre = 'CC-1',
    currency = 'EUR',
  } = purchase;
  const row = await asPayments<Refusal>(
    session,
    tenant,
    'select * from policy.reserve_spending($1, $2, $3, $4, $5, $6, $7)',
    [purchase.execution ?? randomUUID(), requester, agent, payee, costCentre, currency, amount],
    level,
  );
  return row === undefined || row.refusal === null ? undefined : row;
}

/** Gives back what an execution took; false where it took nothing, or has given it back. */
export async function returned(session: Session, tenant: string, execution: string): Promise<boolean | undefined> {
  const text = 'select policy.return_spending($1) as back';
  return (await asPayments<{ back: boolean }>(session, tenant, text, [execution]))?.back;
}

/** Caps for every window of every dimension: these, and plenty everywhere else. */
export function caps(
  few: Partial<Record<`${SpendingDimension} ${SpendingSpan}`, number>> = {},
): readonly (readonly [SpendingDimension, SpendingSpan, number])[] {
  return SPENDING_DIMENSIONS.flatMap((dimension) =>
    SPENDING_SPANS.map((span) => [dimension, span, few[`${dimension} ${span}`] ?? PLENTY] as const),
  );
}

/** Makes these caps the tenant's live policy, as a next version. */
export async function publishCaps(
  session: Session,
  tenant: string,
  rows: readonly (readonly [dimension: string, span: string, cap: number, holder?: string])[],
  currency = 'EUR',
): Promise<void> {
  const { rows: last } = await session.query(
    'select coalesce(max(version), 0) + 1 as version from policy.version where tenant_id = $1',
    [tenant],
  );
  const { version } = last[0] as { version: number };
  await session.query("insert into policy.version values ($1, $2, default, '{ada,alan}', 'a test')", [tenant, version]);
  for (const [dimension, span, cap, holder = '*'] of rows) {
    await session.query('insert into policy.spending_cap values ($1, $2, $3, $4, $5, $6, $7)', [
      ...[tenant, version, dimension, holder, span, currency, cap],
    ]);
  }
  await session.query(
    'insert into policy.live values ($1, $2) on conflict (tenant_id) do update set version = excluded.version',
    [tenant, version],
  );
}

/** Lets so many hours pass: everything that was spent lies so much further back. */
export async function letHoursPass(session: Session, tenant: string, hours: number): Promise<void> {
  // In two steps, because the hours are part of a key: far away first, where nothing is in the way.
  for (const interval of ['-100000 hours', `${(100_000 - hours).toString()} hours`]) {
    await session.query('update policy.spent_hour set hour = hour + $2::interval where tenant_id = $1', [
      tenant,
      interval,
    ]);
    await session.query('update policy.spending set hour = hour + $2::interval where tenant_id = $1', [
      tenant,
      interval,
    ]);
  }
}

/** What one test spends: in a tenant of its own from each `begin` on. */
export interface Spender {
  readonly begin: () => void;
  readonly tenant: () => string;
  readonly spend: (purchase: Purchase, level?: string) => Promise<Refusal | undefined>;
  readonly giveBack: (execution: string) => Promise<boolean | undefined>;
}

export function spenderOn(session: Session): Spender {
  let tenants = 0;
  const tenant = (): string => `tenant-${tenants.toString()}`;
  return {
    begin: () => {
      tenants += 1;
    },
    tenant,
    spend: (purchase, level) => reserve(session, tenant(), purchase, level),
    giveBack: (execution) => returned(session, tenant(), execution),
  };
}
