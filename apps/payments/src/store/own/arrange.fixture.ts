import type { TestDatabase } from '@supercargo/testing';

/** Two payments of a customer with the id that carla has at acme, in a company whose demo knows nobody of it. */
export async function paidByCarla(database: TestDatabase, tenant: string): Promise<void> {
  await database.admin(
    `insert into payments.customer_payment (tenant_id, id, order_number, customer_id, amount_minor, currency, captured_at)
     select $1, 'CP-G' || n, 'SO-G' || n, 'CUS-CARLA', 1000, 'EUR', now() from generate_series(1, 2) n`,
    [tenant],
  );
}
