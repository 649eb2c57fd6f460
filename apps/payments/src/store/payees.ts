import type { KnownIds } from '@supercargo/kernel';
import { readKnownIds, type TenantTx } from '@supercargo/tenancy';
import type { PayeeFacts } from '../domain/payee.ts';

export interface Payee extends PayeeFacts {
  readonly id: string;
  readonly name: string;
  readonly country: string | null;
  /** Tells whether an account is still the same; null where none is recorded. */
  readonly accountHash: string | null;
  readonly verifiedBy: string | null;
}

/** A payee's columns in a row of any statement, by their names here. */
export interface PayeeRow {
  readonly payee_id: string;
  readonly payee_name: string;
  readonly country: string | null;
  readonly account_last4: string | null;
  readonly account_hash: string | null;
  readonly changed_at: Date;
  readonly verified_at: Date | null;
  readonly verified_by: string | null;
  readonly allowed: boolean;
}

export const PAYEE_COLUMNS = `p.id as payee_id, p.name as payee_name, p.country, p.account_last4, p.account_hash, p.changed_at, p.verified_at,
  p.verified_by, p.allowed`;

export function payeeOf(row: PayeeRow): Payee {
  return {
    ...{ id: row.payee_id, name: row.payee_name, country: row.country, allowed: row.allowed },
    ...{ accountLast4: row.account_last4, accountHash: row.account_hash, changedAt: row.changed_at },
    ...{ verifiedAt: row.verified_at, verifiedBy: row.verified_by },
  };
}

const ONE = {
  name: 'payments_payee',
  text: `select ${PAYEE_COLUMNS} from payments.payee p where p.tenant_id = app.tenant() and p.id = $1`,
} as const;

const IDS = {
  name: 'payments_payee_ids',
  text: `select p.id, (select count(*) from payments.payee c where c.tenant_id = app.tenant()) as total
         from payments.payee p where p.tenant_id = app.tenant() order by p.id limit 20`,
} as const;

export async function readPayee(tx: TenantTx, id: string): Promise<Payee | undefined> {
  const [row] = await tx.query<PayeeRow>(ONE, [id]);
  return row === undefined ? undefined : payeeOf(row);
}

/** Ids of the tenant's payees, 20 at most, and how many there are: what a refusal names as accepted. */
export function payeeIds(tx: TenantTx): Promise<KnownIds> {
  return readKnownIds(tx, IDS);
}
