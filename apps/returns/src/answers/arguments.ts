import * as z from 'zod';

/** A return's number. */
export const RmaId = z
  .string()
  .min(1)
  .max(32)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, { error: 'a return number of letters, digits and . _ - is accepted' });

/** The id of a customer or a carrier. */
export const PartnerId = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/, { error: 'an id of letters, digits and . _ / - is accepted' });
