import { writeOver, type TextFacts } from '@supercargo/testing';

type Field = 'carrier' | 'driver' | 'region' | 'supplier' | 'description' | 'weight' | 'freight' | 'note';

/** The texts of carriers, suppliers, the transport system and whoever filled in the source, over everything that acme has. */
export const TEXTS: TextFacts<Field> = {
  harmless: {
    ...{ carrier: 'A carrier', driver: 'A driver', region: 'A region', supplier: 'A supplier', description: 'Beans' },
    ...{ weight: 'See ASN-1', freight: 'Invoiced separately', note: 'held' },
  },
  charactersMax: {
    ...{ carrier: 200, driver: 200, region: 200, supplier: 200, description: 500 },
    ...{ weight: 200, freight: 200, note: 500 },
  },
  names: {},
  write: (database, { carrier, driver, region, supplier, description, weight, freight, note }) =>
    writeOver(database, [
      ["update logistics.carrier set name = $1 where tenant_id = 'acme'", carrier],
      ["update logistics.driver set name = $1 where tenant_id = 'acme'", driver],
      ["update logistics.region set name = $1 where tenant_id = 'acme'", region],
      [
        "update logistics.shipment set supplier_name = $1 where tenant_id = 'acme' and supplier_id is not null",
        supplier,
      ],
      ["update logistics.shipment_line set description = $1 where tenant_id = 'acme'", description],
      ["update logistics.shipment set weight_said = $1 where tenant_id = 'acme' and weight_said is not null", weight],
      ["update logistics.freight set freight_said = $1 where tenant_id = 'acme' and freight_said is not null", freight],
      ["update logistics.shipment_event set note = $1 where tenant_id = 'acme' and note is not null", note],
    ]),
};
