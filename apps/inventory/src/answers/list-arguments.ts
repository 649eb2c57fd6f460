import * as z from 'zod';

function limitOf(max: number): z.ZodDefault<z.ZodInt> {
  return z.int().min(1).max(max).default(20).describe(`At most this many, 1 to ${max.toString()}; 20 when left out.`);
}

/** The argument that bounds a page. */
export const LimitArgument = limitOf(100);

/** The same of a list whose lines say much each. */
export const LongLinesLimitArgument = limitOf(50);

/** A SKU as it stands in a place: any that the database can hold, so that no list ends at a strange one. */
export const PlaceSku = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^\u0000\p{Cs}]+$/u);
