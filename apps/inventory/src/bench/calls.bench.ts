// The calls of this server in one process, for `npm run bench`: it may know what a server is, and no other program may import one. Each
// line on the input asks for a round of one kind; the answer is how long each call took.
import { createInterface } from 'node:readline';
import { ensureDatabase, homeOf, loginConfig } from '@supercargo/cluster';
import { assert, TenantId } from '@supercargo/kernel';
import { callTool, everyBudget, makeRuntime, memoryLimits, type Principal } from '@supercargo/mcp-kit';
import { openDoor } from '@supercargo/tenancy';
import * as z from 'zod';
import { inventory } from '../server.ts';

const Round = z.strictObject({
  work: z.enum(['get_stock', 'create_reorder']),
  seconds: z.number().positive(),
  callers: z.int().positive(),
  tenants: z.array(TenantId).min(1),
  person: z.string(),
  items: z.int().positive(),
});
type Round = z.infer<typeof Round>;

const home = homeOf(process.env);
const address = await ensureDatabase({ home, env: process.env });
const door = openDoor({
  ...loginConfig(address, 'supercargo_inventory', process.env, home),
  namedStatements: address.namedStatements,
  connectionsMax: 8,
});
const runtime = makeRuntime(inventory, {
  door,
  auditKey: 'the key of the benchmark',
  // Counted like every call, and never in the way.
  limits: memoryLimits(everyBudget({ calls: Number.MAX_SAFE_INTEGER, seconds: 10 })),
  onFault: (fault) => {
    throw fault;
  },
});

function principalOf({ tenants, person }: Round, caller: number): Principal {
  const tenant = tenants[caller % tenants.length];
  assert(tenant !== undefined, 'there is a tenant');
  return { tenant, person, via: 'local', agent: 'benchmark', client: null };
}

async function getStock(principal: Principal, item: number): Promise<void> {
  const call = { name: 'get_stock', received: { sku: `SKU-${item.toString()}` }, canShow: [], resumed: undefined };
  const outcome = await callTool(runtime, principal, call);
  assert(outcome.kind === 'answered', 'stock is answered');
}

/** Asked, consented to and executed: the two calls of a host that shows the card. */
async function createReorder(principal: Principal, item: number, key: string): Promise<void> {
  const received = { sku: `SKU-${item.toString()}`, quantity: 1, warehouse: 'WH-1', idempotency_key: key };
  const call = { name: 'create_reorder', received, canShow: ['forms'] } as const;
  const asked = await callTool(runtime, principal, { ...call, resumed: undefined });
  assert(asked.kind === 'consent', 'a person is asked');
  const resumed = { requestId: asked.request.id, answer: 'given' } as const;
  const done = await callTool(runtime, principal, { ...call, resumed });
  assert(done.kind === 'answered' && done.structured['outcome'] === 'executed', 'what was consented to is executed');
}

async function play(round: Round): Promise<readonly number[]> {
  const end = performance.now() + round.seconds * 1000;
  const tookMs: number[] = [];
  await Promise.all(
    Array.from({ length: round.callers }, async (_, caller) => {
      const principal = principalOf(round, caller);
      for (let at = caller; performance.now() < end; at += round.callers) {
        const item = 1 + ((at * 7919) % round.items);
        const startedAt = performance.now();
        if (round.work === 'get_stock') await getStock(principal, item);
        else await createReorder(principal, item, `bench-${process.pid.toString()}-${startedAt.toString()}`);
        tookMs.push(performance.now() - startedAt);
      }
    }),
  );
  return tookMs;
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await play(Round.parse(JSON.parse(line))))}\n`);
}
await door.close();
