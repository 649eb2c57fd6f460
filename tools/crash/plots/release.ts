import { BILL_MINOR, PROPOSED_BILL } from './bills.ts';
import { IN_THE_WORKER, BY_TWO_OTHERS, type Plot, type Scenario } from './plot.ts';

const release = (name: string, scenarios: readonly Scenario[], rail: readonly string[]): Plot => ({
  name,
  server: 'payments',
  scenarios,
  loop: 'sweep.due',
  stock: [],
  arrange: PROPOSED_BILL,
  rail,
  told: {
    kind: 'request',
    tool: 'release_payment',
    tier: 'person',
    approvers: 2,
    takesEffect: 'through the rail',
    input: (number) => ({ payment: `PAY-${number}` }),
    amountMinor: () => BILL_MINOR,
    made: `select count(*)::int as made, count(*) filter (where p.id = 'PAY-' || $1::int
          and (e.outcome, p.state, i.state) in (('executed', 'paid', 'paid'), ('failed', 'failed', 'open')))::int as right
      from payments.payment p join payments.invoice i on (i.tenant_id, i.id) = (p.tenant_id, p.invoice_id)
        join approval.execution e on (e.tenant_id, e.id) = (p.tenant_id, p.execution_id)
      where p.tenant_id = app.tenant() and p.execution_id = any ($2::uuid[])`,
    all: `select count(*)::int as made from payments.payment p where p.tenant_id = app.tenant() and p.execution_id is not null`,
  },
});

/** A payment that leaves once two others approved: the worker hands it to the rail and writes down what that said. */
export const RELEASE = release('release', BY_TWO_OTHERS, []);

/** The same by a rail that decides and says nothing: nobody knows until the worker asks. It is asked for and approved as the other. */
export const RELEASE_UNKNOWN = release('release-unknown', IN_THE_WORKER, ['--lose-every', '1']);
