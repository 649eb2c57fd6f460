import { idIn, idOf } from '@supercargo/imports';

export const CARRIER_ID = idOf('a carrier', 'CAR-BLUE');
export const REGION_ID = idOf('a region', 'NORTH');
export const ROUTE_ID = idOf('a route', 'RT-7');
export const DRIVER_ID = idOf('a driver', 'DRV-01');
export const SHIPMENT_ID = idOf('a shipment', 'SHP-2002');

export const CARRIER = idIn('logistics.carrier', 'a carrier', 'carriers');
export const REGION = idIn('logistics.region', 'a region', 'regions');
export const ROUTE = idIn('logistics.route', 'a route', 'routes');
export const SHIPMENT = idIn('logistics.shipment', 'a shipment', 'shipments');
