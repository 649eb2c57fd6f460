import * as z from 'zod';

/** A whole number of a UN/ECE Recommendation 20 unit: `EA` each, `XPK` pack, `KGM` kilogram. */
export const Quantity = z.strictObject({ value: z.int().min(0), unit: z.string().regex(/^[A-Z0-9]{2,3}$/) });
export type Quantity = z.infer<typeof Quantity>;
