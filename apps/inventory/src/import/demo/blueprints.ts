import { DRINKS } from './catalogue/drinks.ts';
import { KITCHEN } from './catalogue/kitchen.ts';
import { MACHINES } from './catalogue/machines.ts';
import { OLIVE_OIL } from './catalogue/olive-oil.ts';
import { PACKAGING } from './catalogue/packaging.ts';
import { ACME_SUPPLIERS, GLOBEX_SUPPLIERS } from './catalogue/suppliers.ts';
import type { Blueprint } from './company.ts';
import { ACME_CORE, GLOBEX_CORE } from './core.ts';

const ACME: Blueprint = {
  seed: 'acme',
  core: ACME_CORE,
  families: [...DRINKS, ...PACKAGING, ...KITCHEN, ...MACHINES],
  suppliers: ACME_SUPPLIERS,
  warehouses: [
    ...ACME_CORE.warehouses,
    { id: 'TRS-1', name: 'Trieste Porto Nuovo', country: 'IT', locode: 'ITTRS' },
    { id: 'GDN-1', name: 'Gdańsk Westerplatte', country: 'PL', locode: 'PLGDN' },
  ],
  unwell: { low: 12, short: 4, 'short, some coming': 2, overdue: 12, arriving: 150 },
};

const GLOBEX: Blueprint = {
  seed: 'globex',
  core: GLOBEX_CORE,
  families: OLIVE_OIL,
  suppliers: GLOBEX_SUPPLIERS,
  warehouses: GLOBEX_CORE.warehouses,
  unwell: { low: 1, short: 0, 'short, some coming': 0, overdue: 1, arriving: 3 },
};

/** By tenant. `tour` is a copy of acme. */
export const BLUEPRINTS: Readonly<Record<string, Blueprint>> = { acme: ACME, globex: GLOBEX, tour: ACME };
