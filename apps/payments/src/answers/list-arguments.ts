import * as z from 'zod';

/** The argument that bounds a page. */
export const LimitArgument = z
  .int()
  .min(1)
  .max(100)
  .default(20)
  .describe('At most this many, 1 to 100; 20 when left out.');

/** The same of a list whose lines say much each. */
export const LongLinesLimitArgument = z
  .int()
  .min(1)
  .max(50)
  .default(20)
  .describe('At most this many, 1 to 50; 20 when left out.');

/** A business number as it stands in a place: any that the database can hold, so that no list ends at a strange one. */
export const PlaceNumber = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[^\u0000\p{Cs}]+$/u);
