import { afterAll, describe } from 'vitest';
import { PEOPLE } from '../found-tenant.ts';
import { testDatabase, type TestDatabase } from '../test-database.ts';
import { customerDoors } from './customer-doors.ts';
import type { CustomerBearer, CustomerFacts } from './customer-facts.ts';
import { customerRows } from './customer-rows.ts';
import { customerWrites } from './customer-writes.ts';
import { openHttpStage, type HttpStage } from './http-stage.ts';
import { openStage, publish, stageOf } from './stage.ts';

/** A server for customers and the same for staff, over one database with two companies, both behind real tokens. */
export interface CustomerTrial {
  readonly database: TestDatabase;
  readonly facts: CustomerFacts;
  readonly http: HttpStage;
  readonly staff: HttpStage;
  readonly carla: CustomerBearer & { readonly scopes: readonly string[] };
  readonly carlos: CustomerBearer & { readonly scopes: readonly string[] };
}

/** Customers of every company of the trial. */
export const CUSTOMERS = ['carla', 'carlos', 'cleo'].map((id) => ({ id, name: `Customer ${id}`, roles: ['customer'] }));

async function openTrial(facts: CustomerFacts): Promise<CustomerTrial> {
  const database = await testDatabase();
  const people = [...PEOPLE, ...CUSTOMERS];
  const stage = await openStage(database, facts, { founding: { people } });
  // Another company with customers of the same ids and names.
  await openStage(database, facts, { founding: { tenant: 'globex', people } });
  await database.admin("update people.person set active = false where id = 'cleo'");
  const staffStage = stageOf(database, facts.staff, stage.principal('').tenant);
  await publish(database, staffStage.runtime);
  const [http, staff] = [await openHttpStage(stage), await openHttpStage(staffStage)];
  afterAll(async () => {
    await http.close();
    await staff.close();
  });
  const scopes = Object.values(facts.definition.scopesByRole).flat();
  const carla = { person: 'carla', customer: facts.customer, scopes };
  return { database, facts, http, staff, carla, carlos: { person: 'carlos', customer: facts.other, scopes } };
}

/**
 * What every server keeps towards customers, by every route there is: their own rows and nothing of anybody else, to customers alone. Called
 * with `await` at the top of a test file; it makes a database of its own.
 */
export async function customerContract(facts: CustomerFacts): Promise<void> {
  const trial = await openTrial(facts);
  describe('who is served', () => {
    customerDoors(trial);
  });
  const writes = facts.definition.tools.filter((tool) => tool.effect === 'write');
  if (writes.length > 0) {
    describe('what is asked for', () => {
      customerWrites(trial, writes);
    });
  }
  // Last, because its last test takes a wall down.
  describe('whose rows', () => {
    customerRows(trial);
  });
}
