import type { DemoItem, DemoStock, DemoWarehouse } from './facts.ts';

/** The rows that a story is told with: few enough to read, the same on every day. */
export interface CoreFacts {
  readonly suppliers: readonly { readonly id: string; readonly name: string }[];
  readonly warehouses: readonly DemoWarehouse[];
  readonly items: readonly CoreItem[];
  readonly stock: readonly (DemoStock & {
    /** How many leave this warehouse in a week. */
    readonly weeklyUse: number;
  })[];
}

export type CoreItem = Omit<DemoItem, 'priceAsOf'> & { readonly supplier: string; readonly priceMinor: number };

export const ACME_CORE: CoreFacts = {
  suppliers: [
    { id: 'SUP-FINCA', name: 'Finca La Esperanza' },
    { id: 'SUP-KRAFT', name: 'Kraftpack Verpackungen GmbH' },
    { id: 'SUP-TEA', name: 'Nilgiri Tea Estates' },
  ],
  warehouses: [
    { id: 'HAM-1', name: 'Hamburg Speicherstadt', country: 'DE', locode: 'DEHAM' },
    { id: 'RTM-1', name: 'Rotterdam Maasvlakte', country: 'NL', locode: 'NLRTM' },
  ],
  items: [
    // The story's item: 42 left of 180 a week, and eleven days to get more.
    {
      sku: 'COF-1KG',
      description: 'Coffee beans, washed arabica, 1 kg bag',
      unit: 'EA',
      supplier: 'SUP-FINCA',
      priceMinor: 12_50,
      leadTimeDays: 11,
      reorderPoint: 200,
      safetyStock: 80,
    },
    {
      sku: 'COF-250',
      description: 'Coffee beans, washed arabica, 250 g bag',
      unit: 'EA',
      supplier: 'SUP-FINCA',
      priceMinor: 3_90,
      leadTimeDays: 11,
      reorderPoint: 400,
      safetyStock: 150,
    },
    {
      sku: 'TEA-ASM',
      description: 'Assam black tea, 500 g tin',
      unit: 'EA',
      supplier: 'SUP-TEA',
      priceMinor: 8_20,
      leadTimeDays: 24,
      reorderPoint: 120,
      safetyStock: 40,
    },
    {
      sku: 'TEA-GRN',
      description: 'Green tea, organic, 250 g tin',
      unit: 'EA',
      supplier: 'SUP-TEA',
      priceMinor: 6_75,
      leadTimeDays: null,
      reorderPoint: 90,
      safetyStock: 30,
    },
    {
      sku: 'PKG-BAG1',
      description: 'Valve bag, kraft, 1 kg',
      unit: 'EA',
      supplier: 'SUP-KRAFT',
      priceMinor: 31,
      leadTimeDays: 6,
      reorderPoint: 2000,
      safetyStock: 800,
    },
    {
      sku: 'PKG-PALLET',
      description: 'Euro pallet, 1200 × 800 mm',
      unit: 'EA',
      supplier: 'SUP-KRAFT',
      priceMinor: 9_99,
      leadTimeDays: 4,
      reorderPoint: 60,
      safetyStock: 20,
    },
  ],
  stock: [
    { warehouse: 'HAM-1', sku: 'COF-1KG', onHand: 42, allocated: 30, weeklyUse: 120 },
    { warehouse: 'RTM-1', sku: 'COF-1KG', onHand: 18, allocated: 0, weeklyUse: 60 },
    { warehouse: 'HAM-1', sku: 'COF-250', onHand: 910, allocated: 120, weeklyUse: 159 },
    { warehouse: 'HAM-1', sku: 'TEA-ASM', onHand: 260, allocated: 44, weeklyUse: 16 },
    { warehouse: 'RTM-1', sku: 'TEA-ASM', onHand: 75, allocated: 75, weeklyUse: 7 },
    { warehouse: 'HAM-1', sku: 'PKG-BAG1', onHand: 5200, allocated: 0, weeklyUse: 1400 },
    { warehouse: 'HAM-1', sku: 'PKG-PALLET', onHand: 85, allocated: 12, weeklyUse: 70 },
  ],
};

// The other company sells the same SKU, at another price and from another supplier: what a hole in the wall would show.
export const GLOBEX_CORE: CoreFacts = {
  suppliers: [{ id: 'SUP-FINCA', name: 'Cooperativa del Valle' }],
  warehouses: [{ id: 'GOA-1', name: 'Genova Porto', country: 'IT', locode: 'ITGOA' }],
  items: [
    {
      sku: 'COF-1KG',
      description: 'Espresso beans, natural, 1 kg bag',
      unit: 'EA',
      supplier: 'SUP-FINCA',
      priceMinor: 17_40,
      leadTimeDays: 19,
      reorderPoint: 50,
      safetyStock: 20,
    },
    {
      sku: 'OIL-5L',
      description: 'Olive oil, extra virgin, 5 l can',
      unit: 'EA',
      supplier: 'SUP-FINCA',
      priceMinor: 41_00,
      leadTimeDays: 9,
      reorderPoint: 30,
      safetyStock: 10,
    },
  ],
  stock: [
    { warehouse: 'GOA-1', sku: 'COF-1KG', onHand: 777, allocated: 7, weeklyUse: 11 },
    { warehouse: 'GOA-1', sku: 'OIL-5L', onHand: 64, allocated: 0, weeklyUse: 15 },
  ],
};
