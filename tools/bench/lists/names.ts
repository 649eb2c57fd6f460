/** How the rows of the lists are named: by the loads that make them in SQL, and by the reads that ask for them. */
export const TENANTS = 100;

export const tenantName = (at: number): string => `list-${at}`;
/** The same of `t`, in SQL. */
export const TENANT = `'list-' || t`;

/** How many there are in each company. */
export const COUNTS = {
  suppliers: 20,
  warehouses: 4,
  carriers: 20,
  regions: 10,
  routes: 200,
  customers: 500,
  payees: 200,
  costCentres: 20,
  reasons: 7,
} as const;

/** Digits that sort as the numbers do, of the SQL expression `number`. */
export const padded = (number: string): string => `lpad((${number})::text, 6, '0')`;
export const pad = (number: number): string => String(number).padStart(6, '0');

/** One after the other, as version 7 makes them. */
export const uuidOf = (number: string): string =>
  `('00000000-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;

/** The how-manieth place of fifty, a UN/LOCODE. */
export const placeOf = (at: number): string =>
  `DE${String.fromCharCode(65 + Math.floor(at / 10))}${String.fromCharCode(65 + (at % 10))}X`;
export const place = (at: string): string => `'DE' || chr(65 + (${at}) / 10) || chr(65 + (${at}) % 10) || 'X'`;

/** The lane of a route: ten origins, ten destinations, and two routes of each pair. */
export const laneOf = (route: number): { readonly origin: string; readonly destination: string } => ({
  origin: placeOf(route % 10),
  destination: placeOf(10 + (Math.floor(route / 10) % 10)),
});

/** Coprime to every size, so that one after the other they are far apart. */
const STRIDE = 7919;

/** The number of the how-manieth row that is asked for, of so many. */
export const numberOf = (nth: number, rows: number): number => 1 + ((nth * STRIDE) % rows);
