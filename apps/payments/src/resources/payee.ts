import { ok, refuse, toWire, untrusted } from '@supercargo/kernel';
import type { ResourceTemplate } from '@supercargo/mcp-kit';
import { coolingOffUntil, payeeProblems, payeeProblemWords } from '../domain/payee.ts';
import { unknownPayee } from '../domain/refusals.ts';
import { readOwed } from '../store/order-status.ts';
import { lastPaymentsTo, payeeIds, readPayee } from '../store/payees.ts';

const LAST_PAYMENTS = 10;

export const payeeResource: ResourceTemplate = {
  name: 'payee',
  title: 'A payee',
  description:
    'One payee: whether money may go to it and what keeps it from it, the last four characters of its account, what is owed to it, and its last ten payments.',
  uriTemplate: 'payments://payee/{id}',
  watchable: true,
  scopes: ['payments:read'],
  async read(id, { tx, clock }) {
    const at = clock();
    const [payee, owed, { payments, total }] = await Promise.all([
      readPayee(tx, id),
      readOwed(tx, id),
      lastPaymentsTo(tx, id, LAST_PAYMENTS),
    ]);
    if (payee === undefined) return refuse(unknownPayee(await payeeIds(tx)));
    return ok({
      payee: payee.id,
      name: untrusted('payee', payee.name, 200),
      country: payee.country,
      allowed: payee.allowed,
      account: {
        ends_in: payee.accountLast4,
        hash: payee.accountHash,
        changed_at: payee.changedAt.toISOString(),
        cooling_off_until: coolingOffUntil(payee, at)?.toISOString() ?? null,
        verified_at: payee.verifiedAt?.toISOString() ?? null,
        verified_by: payee.verifiedBy === null ? null : untrusted('payables system', payee.verifiedBy, 100),
      },
      problems: payeeProblems(payee, at).map((problem) => payeeProblemWords(problem, payee)),
      owed: owed.map(({ state, invoices, amount }) => ({ state, invoices, amount: toWire(amount) })),
      payments: payments.map(({ id: number, state, amount, proposedAt, invoiceId }) => ({
        ...{
          payment_id: number,
          state,
          amount: toWire(amount),
          invoice_id: invoiceId,
          proposed_at: proposedAt.toISOString(),
        },
      })),
      payments_total: total,
      as_of: at.toISOString(),
    });
  },
};
