// The terminal approver as a program of its own, so that it can be killed: for each line on its input, a request, a person and their
// secret, it reads what is asked and decides, with the login and through the functions that a terminal has.
import { createInterface } from 'node:readline';
import { decideBySecret, readRequest } from '@supercargo/approval';
import { ensureDatabase, homeOf, loginConfig } from '@supercargo/cluster';
import { TenantId } from '@supercargo/kernel';
import { openDoor } from '@supercargo/tenancy';
import * as z from 'zod';

const Order = z.strictObject({
  tenant: TenantId,
  request: z.uuid(),
  person: z.string(),
  secret: z.string(),
  approve: z.boolean(),
});

const home = homeOf(process.env);
const address = await ensureDatabase({ home, env: process.env });
const config = loginConfig(address, 'supercargo_terminal', process.env, home);
const door = openDoor({ ...config, namedStatements: address.namedStatements, connectionsMax: 8 });

async function decide(order: z.infer<typeof Order>): Promise<string> {
  const request = await door.read(order.tenant, (tx) => readRequest(tx, order.request));
  if (request === undefined) return 'unknown_request';
  const answer = await door.write(order.tenant, (tx) =>
    decideBySecret(tx, {
      requestId: order.request,
      person: order.person,
      secret: order.secret,
      planDigest: request.planDigest,
      approve: order.approve,
      reason: null,
    }),
  );
  return answer.refusal ?? 'decided';
}

for await (const line of createInterface({ input: process.stdin })) {
  const order = Order.parse(JSON.parse(line));
  const answered = (answer: string): boolean =>
    process.stdout.write(`${JSON.stringify({ request: order.request, answer })}\n`);
  void decide(order).then(answered, () => answered('fault'));
}
await door.close();
