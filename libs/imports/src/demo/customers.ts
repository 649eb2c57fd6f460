/** Somebody who buys, by the id under which every server's facts of the demo companies know them. */
export interface DemoCustomer {
  readonly id: string;
  readonly name: string;
}

export const ACME_CUSTOMERS: readonly DemoCustomer[] = [
  { id: 'CUS-CARLA', name: 'Carla Bianchi' },
  { id: 'CUS-CARLOS', name: 'Carlos Vega' },
  { id: 'CUS-0003', name: 'Café Morgenrot GmbH' },
  { id: 'CUS-0004', name: 'Hotel Alster Betriebs GmbH' },
  { id: 'CUS-0005', name: 'Koffie & Zo B.V.' },
  { id: 'CUS-0006', name: 'Pasticceria Lodi S.r.l.' },
  { id: 'CUS-0007', name: 'Kantine Nord eG' },
  { id: 'CUS-0008', name: 'Le Petit Comptoir SARL' },
];

// The other company's customers have the same ids on purpose: what a hole in the wall would show.
export const GLOBEX_CUSTOMERS: readonly DemoCustomer[] = [
  { id: 'CUS-CARLA', name: 'Carla Esposito' },
  { id: 'CUS-0003', name: 'Trattoria del Porto S.r.l.' },
];
