import { reads, type Grants, type TableGrant } from '../roles.ts';

const IMPORTED = ['carrier', 'region', 'route', 'route_leg', 'freight', 'shipment_line', 'driver'] as const;
/** What a file says of a shipment. Which delay was published is said by the trade's own functions alone. */
const SHIPMENT_COLUMNS = [
  ...['flow', 'customer_id', 'supplier_id', 'supplier_name', 'carrier_id', 'route_id', 'mode', 'origin', 'destination'],
  ...['located_at', 'country', 'incoterm', 'weight_g', 'weight_said', 'promised_on', 'eta_on', 'shipped_on'],
  ...['delivered_on', 'state', 'in_full'],
];

export const LOGISTICS: Grants = {
  tables: [
    ...reads('supercargo_logistics', 'logistics', [
      ...[...IMPORTED, 'shipment', 'shipment_event', 'reroute', 'assignment'],
    ]),
    ...reads('supercargo_logistics_customer', 'logistics', ['shipment', 'shipment_line', 'shipment_event']),
    ...IMPORTED.map((table): TableGrant => ({
      role: 'supercargo_importer',
      table: `logistics.${table}`,
      verbs: ['select', 'insert', 'update'],
    })),
    {
      role: 'supercargo_importer',
      table: 'logistics.shipment',
      verbs: [
        'select',
        { verb: 'insert', columns: ['tenant_id', 'id', ...SHIPMENT_COLUMNS] },
        { verb: 'update', columns: SHIPMENT_COLUMNS },
      ],
    },
    // What happened is never edited, and which execution did it is said by effects alone.
    {
      role: 'supercargo_importer',
      table: 'logistics.shipment_event',
      verbs: [
        'select',
        {
          verb: 'insert',
          columns: ['tenant_id', 'id', 'shipment_id', 'customer_id', 'kind', 'place', 'occurred_at', 'note'],
        },
      ],
    },
    {
      role: 'supercargo_importer',
      table: 'logistics.assignment',
      verbs: ['select', { verb: 'insert', columns: ['tenant_id', 'id', 'shipment_id', 'driver_id', 'assigned_at'] }],
    },
    // Its triggers look at which transitions there are.
    ...reads('supercargo_importer', 'logistics', ['transition']),
  ],
  functions: [
    { function: 'logistics.reroute_shipment(uuid)', roles: ['supercargo_logistics'] },
    { function: 'logistics.cancel_reroute(uuid)', roles: ['supercargo_logistics'] },
    { function: 'logistics.reroute_driver(uuid)', roles: ['supercargo_logistics'] },
    { function: 'logistics.assign_driver(uuid)', roles: ['supercargo_logistics'] },
  ],
};
