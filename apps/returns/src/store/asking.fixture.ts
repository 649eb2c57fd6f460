import type { TenantId } from '@supercargo/kernel';
import { withCustomers, type CallOutcome } from '@supercargo/mcp-kit';
import { openStage, PEOPLE, publish, stageOf, type Stage, type TestDatabase } from '@supercargo/testing';
import { OWN_RETURNS } from '../customers.fixture.ts';
import { RETURNS } from '../returns.fixture.ts';

const CUSTOMERS = ['carla', 'carlos'].map((id) => ({ id, name: `Customer ${id}`, roles: ['customer'] }));

/** carla and carlos of one company and carla of another, who ask to send something back, and the staff with their worker. */
export interface Askers {
  readonly carla: Stage;
  readonly carlos: Stage;
  readonly globex: Stage;
  readonly staff: Stage;
  readonly tenant: TenantId;
  /** The returns of an order, the first asked for first. */
  readonly returnsOf: (order: string) => Promise<readonly Record<string, unknown>[]>;
}

export async function openAskers(database: TestDatabase): Promise<Askers> {
  const people = [...PEOPLE, ...CUSTOMERS];
  const carla = await openStage(database, OWN_RETURNS, { founding: { people } });
  const globex = await openStage(database, OWN_RETURNS, { founding: { people, tenant: 'globex' } });
  const { tenant } = carla.principal('carla');
  const carlos = stageOf(database, { ...OWN_RETURNS, customer: 'CUS-CARLOS' }, tenant);
  const staff = stageOf(database, { ...RETURNS, definition: withCustomers(RETURNS.definition) }, tenant);
  await publish(database, staff.runtime);
  const returnsOf: Askers['returnsOf'] = (order) =>
    database.admin(
      `select r.customer_id, r.state, r.reason, r.words, r.refund_minor, r.asked_by is not null as asked,
         (select jsonb_agg(jsonb_build_array(l.sku, l.quantity, l.price_minor) order by l.line_number) from returns.rma_line l
          where l.tenant_id = r.tenant_id and l.rma_id = r.id) as lines
       from returns.rma r where r.tenant_id = 'acme' and r.order_number = $1 order by r.requested_at`,
      [order],
    );
  return { carla, carlos, globex, staff, tenant, returnsOf };
}

export const tea = (quantity = 2): object => ({ sku: 'TEA-ASM', quantity });
export const asking = (order: string, more: object = {}): object => ({
  ...{ order, lines: [tea()], reason: 'damaged' },
  ...more,
});

/** Asked in a host that can show the card. */
export const ask = (stage: Stage, input: object, person = 'carla'): Promise<CallOutcome> =>
  stage.call(person, 'request_return', input, { canShow: ['forms'] });

/** Asked and agreed to in a host that shows the card. */
export async function agreed(stage: Stage, input: object, person = 'carla'): Promise<CallOutcome> {
  const asked = await ask(stage, input, person);
  if (asked.kind !== 'consent') return asked;
  const resumed = { requestId: asked.request.id, answer: 'given' as const };
  return stage.call(person, 'request_return', input, { resumed });
}

export const refusalOf = (outcome: CallOutcome): object =>
  outcome.kind === 'refused' ? outcome.refusal : { none: outcome };
