import { numbered, plainId } from '@supercargo/kernel';

/** A return's number. */
export const RmaId = plainId('a return number', 32);

/** The id of a customer or a carrier. */
export const PartnerId = numbered('an id');
