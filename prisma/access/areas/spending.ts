import { reads, type Grants } from '../roles.ts';

/** Only the owner of Payments spends or gives back, inside its effects. Its login may ask what is left, and what would be refused. */
export const SPENDING: Grants = {
  tables: reads('supercargo_auditor', 'policy', ['spending_cap']),
  functions: [
    {
      function: 'policy.reserve_spending(uuid, text, text, text, text, text, bigint)',
      roles: ['supercargo_payments_owner'],
    },
    { function: 'policy.return_spending(uuid)', roles: ['supercargo_payments_owner'] },
    {
      function: 'policy.looks_split(text, text, uuid, text, text, text, text, text, bigint, bigint[])',
      roles: ['supercargo_payments', 'supercargo_payments_owner'],
    },
    {
      function: 'policy.spending_refused(text, text, text, text, text, bigint)',
      roles: ['supercargo_payments'],
    },
    { function: 'payments.release_payment(uuid)', roles: ['supercargo_payments'] },
    { function: 'payments.settle_release(uuid, bigint, text, text)', roles: ['supercargo_payments'] },
    { function: 'payments.issue_refund(uuid)', roles: ['supercargo_payments'] },
    { function: 'payments.settle_refund(uuid, bigint, text, text)', roles: ['supercargo_payments'] },
    { function: 'payments.mark_unknown(uuid, bigint, text)', roles: ['supercargo_payments'] },
    { function: 'payments.account_to_pay(text)', roles: ['supercargo_payments'] },
    { function: 'payments.match_of(text)', roles: ['supercargo_payments'] },
    { function: 'policy.budget_of(text, text, text, text, text)', roles: ['supercargo_payments'] },
  ],
};
