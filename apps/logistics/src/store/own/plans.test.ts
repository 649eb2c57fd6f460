import { CustomerId } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import {
  planContract,
  plannedOnceContract,
  plannerOf,
  statementsOf,
  testDatabase,
  unknownKeys,
} from '@supercargo/testing';
import { DEMO } from '../../import/demo/load-demo.ts';
import { readOwnShipment, readOwnShipmentEvents, readOwnShipmentLines } from './shipment.ts';

const database = await testDatabase();
const login = 'supercargo_logistics_customer';
const planOf = await plannerOf(database, login);
const door = database.door(login);
const customer = CustomerId.parse('CUS-CARLA');
const keys = { shipment: 'logistics.shipment.id' };

async function reads(tx: TenantTx, { shipment }: Readonly<Record<keyof typeof keys, string>>): Promise<void> {
  await readOwnShipment(tx, shipment);
  await readOwnShipmentLines(tx, shipment, 20);
  await readOwnShipmentEvents(tx, shipment, 30);
}

const sent = await statementsOf({ ...door, ...door.forCustomer(customer) }, (tx) => reads(tx, unknownKeys(keys)));

planContract({ server: 'logistics_own', folder: import.meta.dirname, moreThan: 2, sent, planOf });

await plannedOnceContract({
  ...{ login, customer, keys, reads, sent },
  companies: { schemas: ['logistics'], demo: DEMO, few: ['carrier', 'region', 'route', 'route_leg', 'driver'] },
  anew: {},
});
