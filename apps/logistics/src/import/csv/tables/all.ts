import type { CsvTable } from '@supercargo/imports';
import { carriers, drivers, regions, routeLegs, routes } from './network.ts';
import { shipmentEvents, shipmentFreight, shipmentLines } from './parts.ts';
import { shipments } from './shipments.ts';

/** Every table that can be imported from CSV, in an order in which what is referred to comes first. */
export const CSV_TABLES: readonly CsvTable[] = [
  ...[carriers, regions, routes, routeLegs, drivers],
  ...[shipments, shipmentLines, shipmentFreight, shipmentEvents],
];
