import { idOf, type Referred } from '@supercargo/imports';

export const CARRIER_ID = idOf('a carrier', 'CAR-BLUE');
export const REGION_ID = idOf('a region', 'NORTH');
export const ROUTE_ID = idOf('a route', 'RT-7');
export const DRIVER_ID = idOf('a driver', 'DRV-01');
export const SHIPMENT_ID = idOf('a shipment', 'SHP-2002');

export const CARRIER: Referred = {
  table: 'logistics.carrier',
  by: 'id',
  accepted: 'the id of a carrier that is there; import carriers first',
};

export const REGION: Referred = {
  table: 'logistics.region',
  by: 'id',
  accepted: 'the id of a region that is there; import regions first',
};

export const ROUTE: Referred = {
  table: 'logistics.route',
  by: 'id',
  accepted: 'the id of a route that is there; import routes first',
};

export const SHIPMENT: Referred = {
  table: 'logistics.shipment',
  by: 'id',
  accepted: 'the id of a shipment that is there; import shipments first',
};
