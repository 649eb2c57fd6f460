import { writeOver, type TextFacts } from '@supercargo/testing';

/** The texts of payees, of the payables system and of the payment rail. A payee is named on cards; answers quote all of them. */
export const TEXTS: TextFacts<'payee' | 'number' | 'verifiedBy' | 'reference'> = {
  harmless: { payee: 'A payee', number: 'R-1', verifiedBy: 'A clerk', reference: 'E2E-1' },
  charactersMax: { payee: 200, number: 64, verifiedBy: 100, reference: 100 },
  names: {},
  write: (database, { payee, number, verifiedBy, reference }) =>
    writeOver(database, [
      ["update payments.payee set name = $1 where tenant_id = 'acme'", payee],
      // A payee gives each of its invoices another number.
      [
        `update payments.invoice set number = $1 where tenant_id = 'acme'
           and id in (select min(i.id) from payments.invoice i where i.tenant_id = 'acme' group by i.payee_id)`,
        number,
      ],
      ["update payments.payee set verified_by = $1 where tenant_id = 'acme' and verified_at is not null", verifiedBy],
      ["update payments.payment set rail_reference = $1 where tenant_id = 'acme' and state = 'paid'", reference],
      ["update payments.refund set rail_reference = $1 where tenant_id = 'acme' and state = 'paid'", reference],
    ]),
};
