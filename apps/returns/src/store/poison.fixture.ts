import { writeOver, type TextFacts } from '@supercargo/testing';

/** The texts of customers, carriers, the shop and the desk, over everything that acme has. */
export const TEXTS: TextFacts<'customer' | 'carrier' | 'words' | 'description' | 'tracking' | 'because'> = {
  harmless: {
    ...{ customer: 'A customer', carrier: 'A carrier', words: 'It broke', description: 'A mill' },
    ...{ tracking: 'TRACK-1', because: 'worn' },
  },
  charactersMax: { customer: 200, carrier: 200, words: 2_000, description: 500, tracking: 64, because: 500 },
  names: {},
  write: (database, { customer, carrier, words, description, tracking, because }) =>
    writeOver(database, [
      ["update returns.customer set name = $1 where tenant_id = 'acme'", customer],
      ["update returns.carrier set name = $1 where tenant_id = 'acme'", carrier],
      ["update returns.rma set words = $1 where tenant_id = 'acme'", words],
      ["update returns.rma_line set description = $1 where tenant_id = 'acme'", description],
      ["update returns.label set tracking = $1 where tenant_id = 'acme'", tracking],
      ["update returns.rma set rejected_because = $1 where tenant_id = 'acme' and state = 'rejected'", because],
    ]),
};
