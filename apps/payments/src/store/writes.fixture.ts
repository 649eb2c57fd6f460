import type { BreakGuard, ServerFacts, Stage } from '@supercargo/testing';
import { arrange } from './arrange.fixture.ts';

/** Where every invoice stands, and which have a payment that is under way or done. */
async function underWay(stage: Stage): Promise<unknown> {
  const { tenant } = stage.principal('nobody');
  return stage.database.admin(
    `select i.id, i.state, (select count(*)::int from payments.payment y where y.tenant_id = i.tenant_id and y.invoice_id = i.id
       and y.state not in ('failed', 'cancelled')) as payments
     from payments.invoice i where i.tenant_id = $1 order by i.id`,
    [tenant],
  );
}

/** The open holds, by invoice. */
async function openHolds(stage: Stage): Promise<unknown> {
  return stage.database.admin(
    `select h.invoice_id, h.kind from payments.hold h where h.tenant_id = $1 and h.state = 'open' order by h.invoice_id, h.kind`,
    [stage.principal('nobody').tenant],
  );
}

/** Changes one row that a plan stands on, as the world would. */
const change =
  (text: string, of: string): BreakGuard =>
  (database, { tenant, effect }) =>
    arrange(database, tenant, text, [tenant, effect[of]]);

/** How each write of Payments is taken back, and how its guards break. */
export const PAYMENTS_WRITES: ServerFacts['writes'] = {
  propose_payment: {
    holds: underWay,
    undo: (_input, result) => ({ payment: result['payment_id'] }),
    breakGuard: {
      invoice_state: change(
        "update payments.invoice set state = 'rejected' where tenant_id = $1 and id = $2",
        'invoice_id',
      ),
      payee_account: change(
        `update payments.payee p set account = 'DE00111122223333' from payments.invoice i
         where p.tenant_id = $1 and i.tenant_id = $1 and i.id = $2 and p.id = i.payee_id`,
        'invoice_id',
      ),
    },
  },
  cancel_payment: {
    holds: underWay,
    undo: (_input, result) => ({ invoice: result['invoice_id'] }),
    breakGuard: {
      payment_state: change(
        "update payments.payment set state = 'releasing', execution_id = proposed_by where tenant_id = $1 and id = $2",
        'payment_id',
      ),
    },
  },
  release_hold: {
    holds: openHolds,
    breakGuard: {
      hold_state: change(
        "update payments.hold set state = 'released', released_at = clock_timestamp() where tenant_id = $1 and id = $2",
        'hold_id',
      ),
      hold_why: change(
        "update payments.hold set why = 'goods for 1.00 EUR were received' where tenant_id = $1 and id = $2",
        'hold_id',
      ),
    },
  },
};
