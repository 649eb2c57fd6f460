import {
  Instant,
  sayName,
  toWire,
  untrusted,
  UntrustedText,
  type Money,
  type TradeRefusal,
  type WireMoney,
} from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import * as z from 'zod';
import { unknownPayee } from '../domain/refusals.ts';
import { HOLD_KINDS } from '../domain/states.ts';
import type { Hold } from '../store/holds.ts';
import { payeeIds, readPayee } from '../store/payees.ts';

// What every answer of this trade says in the same words.

export const PayeeField = z.strictObject({ id: z.string(), name: UntrustedText });

export function payeeField(id: string, name: string): z.input<typeof PayeeField> {
  return { id, name: untrusted('payee', name, 200) };
}

/** What the payment rail calls a payment or a refund. */
export function railReferenceField(reference: string | null): UntrustedText | null {
  return reference === null ? null : untrusted('payment rail', reference, 100);
}

export const HoldField = z.strictObject({
  kind: z.enum(HOLD_KINDS).describe('what release_hold takes as kind'),
  why: z.string(),
  since: Instant,
});

export function holdField({ kind, why, placedAt }: Hold): z.input<typeof HoldField> {
  return { kind, why, since: placedAt.toISOString() };
}

export function moneyField(money: Money | null): WireMoney | null {
  return money === null ? null : toWire(money);
}

/** An account as people and agents may see it. */
export function accountText(last4: string | null): string {
  return last4 === null ? 'not recorded' : `ends in ${last4}`;
}

/** The refusal of a payee that is none of the tenant's, with those that are. */
export async function refusalOfPayee(tx: TenantTx, payee: string | undefined): Promise<TradeRefusal | undefined> {
  if (payee === undefined || (await readPayee(tx, payee)) !== undefined) return undefined;
  return unknownPayee(await payeeIds(tx));
}

/** A payee as a sentence says it. */
export function sayPayee({ id, name }: { readonly id: string; readonly name: string }): string {
  return `${sayName(name)} (${id})`;
}
