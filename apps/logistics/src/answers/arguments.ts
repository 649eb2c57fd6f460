import { plainId } from '@supercargo/kernel';
import * as z from 'zod';
import { MODES } from '../domain/shipment.ts';

const ID = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/;
const idOf = (error: string): z.ZodString => z.string().min(1).max(64).regex(ID, { error });

/** A shipment's own number: its advance shipping notice (ASN) or delivery note (DN). */
export const ShipmentArgument = idOf('an id of letters, digits and . _ / - is accepted').describe(
  'The id of the shipment, its ASN or DN, such as SHP-2002.',
);
export const CarrierArgument = idOf('a carrier id of letters, digits and . _ - is accepted');
export const RouteArgument = idOf('a route id of letters, digits and . _ - is accepted');
export const DriverArgument = idOf('a driver id of letters, digits and . _ - is accepted');
export const RegionArgument = plainId('a region id', 32);

/** A place by its UN/LOCODE. */
export const PlaceArgument = z
  .string()
  .length(5)
  .regex(/^[A-Z]{2}[A-Z2-9]{3}$/, { error: 'a UN/LOCODE without space, such as DEHAM, is accepted' });

/** A country by its ISO 3166 code. */
export const CountryArgument = z
  .string()
  .length(2)
  .regex(/^[A-Z]{2}$/, { error: 'an ISO 3166 country code, such as DE, is accepted' });

export const ModeArgument = z.enum(MODES);

/** A day from 1900, which the database can read. */
export const DayArgument = z.iso.date().refine((day) => day >= '1900', { error: 'a day from 1900-01-01 is accepted' });
