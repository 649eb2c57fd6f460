import { CustomerId } from '@supercargo/kernel';
import { planContract, plannerOf, statementsOf, testDatabase } from '@supercargo/testing';
import { readOwnShipment, readOwnShipmentEvents, readOwnShipmentLines } from './shipment.ts';

const database = await testDatabase();
const login = 'supercargo_logistics_customer';
const planOf = await plannerOf(database, login);
const door = database.door(login);

const sent = await statementsOf({ ...door, ...door.forCustomer(CustomerId.parse('CUS-CARLA')) }, async (tx) => {
  await readOwnShipment(tx, 'x');
  await readOwnShipmentLines(tx, 'x', 1);
  await readOwnShipmentEvents(tx, 'x', 1);
});

planContract({ server: 'logistics_own', folder: import.meta.dirname, moreThan: 2, sent, planOf });
