import { seededPolicy, type Founding, type FoundingPerson } from '@supercargo/policy';

/** A demo company, without secrets: those are made when it is founded. */
export interface DemoCompany {
  readonly tenant: string;
  readonly name: string;
  readonly currency: string;
  readonly scripted: boolean;
  readonly people: readonly Omit<FoundingPerson, 'secret'>[];
  /** As whom programs of this machine may ask. The others decide, and prove it with their secret. */
  readonly enrolled: readonly string[];
}

const manager = (id: string, name: string): DemoCompany['people'][number] => ({
  id,
  name,
  roles: ['supply_chain_manager'],
});
const finance = (id: string, name: string): DemoCompany['people'][number] => ({ id, name, roles: ['finance'] });

const ACME_PEOPLE: DemoCompany['people'] = [
  manager('mara', 'Mara Lindqvist'),
  manager('mo', 'Mo Farouk'),
  { id: 'wes', name: 'Wes Okafor', roles: ['warehouse_clerk'] },
  finance('felix', 'Felix Brandt'),
  finance('fiona', 'Fiona Walsh'),
  // Payments need two of finance other than the one who asks.
  finance('freya', 'Freya Olsen'),
  { id: 'ada', name: 'Ada Novak', roles: ['administrator'] },
  { id: 'alan', name: 'Alan Reyes', roles: ['administrator'] },
  { id: 'olga', name: 'Olga Petrova', roles: ['auditor'] },
  { id: 'carla', name: 'Carla Bianchi', roles: ['customer'] },
  { id: 'carlos', name: 'Carlos Vega', roles: ['customer'] },
];

export const DEMO_COMPANIES: readonly DemoCompany[] = [
  {
    tenant: 'acme',
    name: 'Acme Coffee Trading',
    currency: 'EUR',
    scripted: false,
    people: ACME_PEOPLE,
    enrolled: ['mara', 'wes', 'felix'],
  },
  {
    tenant: 'globex',
    name: 'Globex Imports',
    currency: 'EUR',
    scripted: false,
    people: [
      manager('gina', 'Gina Rossi'),
      finance('greg', 'Greg Tan'),
      { id: 'gus', name: 'Gus Meyer', roles: ['administrator'] },
    ],
    enrolled: ['gina'],
  },
  // A copy of acme whose approvers a script may play; it shares nothing with the other two.
  {
    tenant: 'tour',
    name: 'Acme Coffee Trading (tour)',
    currency: 'EUR',
    scripted: true,
    people: ACME_PEOPLE,
    enrolled: ['mara', 'wes', 'felix'],
  },
];

/** The company that an import of the SCMS file founds. Its approvers may be played by a script. */
export const SCMS_COMPANY: DemoCompany = {
  tenant: 'scms',
  name: 'Supply Chain Management System',
  currency: 'USD',
  scripted: true,
  people: ACME_PEOPLE,
  enrolled: ['mara', 'wes', 'felix'],
};

/** A company as it is founded: with a secret for each who needs one. */
export function foundingOf(
  company: DemoCompany,
  secretOf: (person: Omit<FoundingPerson, 'secret'>) => string | undefined,
): Founding {
  return {
    name: company.name,
    currency: company.currency,
    scripted: company.scripted,
    people: company.people.map((person) => {
      const secret = secretOf(person);
      return secret === undefined ? person : { ...person, secret };
    }),
    policy: seededPolicy(company.currency),
  };
}
