import { ok, refuse, toWire, untrusted } from '@supercargo/kernel';
import type { ResourceTemplate } from '@supercargo/mcp-kit';
import { coolingOffUntil, payeeProblems, payeeProblemWords } from '../domain/payee.ts';
import { unknownPayee } from '../domain/refusals.ts';
import { readOwed } from '../store/order-status.ts';
import { payeeIds, readPayee } from '../store/payees.ts';
import { listTransactions } from '../store/transactions.ts';

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
    const [payee, owed, { transactions, total }] = await Promise.all([
      readPayee(tx, id),
      readOwed(tx, id),
      listTransactions(
        tx,
        { payeeId: id, orderNumber: null, from: null, to: null, kind: 'payment' },
        { after: null, limit: LAST_PAYMENTS },
      ),
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
      payments: transactions.map(({ id: number, state, amount, at: proposed, invoiceId }) => ({
        ...{
          payment_id: number,
          state,
          amount: toWire(amount),
          invoice_id: invoiceId,
          proposed_at: proposed.toISOString(),
        },
      })),
      payments_total: total,
      as_of: at.toISOString(),
    });
  },
};
