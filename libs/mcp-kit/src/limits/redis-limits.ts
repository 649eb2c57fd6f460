import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Budgets, Charge, Limits, Unspent } from './limits.ts';
import type { RedisPlace } from './limits-config.ts';
import { RedisConnection, type RedisAway } from './redis-connection.ts';

/**
 * Looks at every budget and takes one from all of them, or from none: Redis runs nothing else in between. KEYS are counts; ARGV has for each
 * how many calls there are, and in how many milliseconds. Answers which is spent for longest, from 1, and for how long; else 0.
 */
const SPEND = `
local spent, wait = 0, 0
for at, key in ipairs(KEYS) do
  if tonumber(redis.call('get', key) or '0') >= tonumber(ARGV[2 * at - 1]) then
    local left = math.max(1, redis.call('pttl', key))
    if left > wait then spent, wait = at, left end
  end
end
if spent == 0 then
  for at, key in ipairs(KEYS) do
    if redis.call('incr', key) == 1 then redis.call('pexpire', key, ARGV[2 * at]) end
  end
end
return { spent, wait }`;

const Reply = z.tuple([z.int().min(0), z.int().min(0)]);

/** What is taken from to see that counting works: more than anybody can take. */
const PROBE = { calls: Number.MAX_SAFE_INTEGER, seconds: 1 };

/** Whose budgets they are: those of a server have nothing to do with another's. */
export interface RedisParts {
  readonly server: string;
  readonly place: RedisPlace;
  readonly budgets: Budgets;
  readonly onFault: (fault: RedisAway) => void;
}

/** Names in a digest: of one length whatever they are, and not told to Redis. By UTF-16, in which no two texts are the same bytes. */
function keyOf(server: string, budget: string, whose: string): string {
  const digest = createHash('sha256').update(Buffer.from(`${server}/${budget}/${whose}`, 'utf16le'));
  return `supercargo:limits:${digest.digest('base64url')}`;
}

/** Counts in one Redis, for all who count there: a budget is exact over all replicas. Throws where Redis cannot be asked now. */
export async function redisLimits({ server, place, budgets, onFault }: RedisParts): Promise<Limits> {
  const connection = await RedisConnection.open(place, onFault);
  const evaluate = async (keys: string[], given: readonly { readonly calls: number; readonly seconds: number }[]) => {
    const words = given.flatMap(({ calls, seconds }) => [calls.toString(), (seconds * 1000).toString()]);
    return Reply.parse(await connection.ask((client) => client.eval(SPEND, { keys, arguments: words })));
  };
  const probe = (): Promise<unknown> => evaluate([keyOf(server, 'probe', '')], [PROBE]);
  try {
    await probe();
  } catch (fault) {
    await connection.close();
    throw fault;
  }
  const spend = async (charges: readonly Charge[]): Promise<Unspent | undefined> => {
    const keys = charges.map(({ budget, whose }) => keyOf(server, budget, whose));
    try {
      const [at, waitMs] = await evaluate(
        keys,
        charges.map(({ budget }) => budgets[budget]),
      );
      const charge = charges[at - 1];
      return charge === undefined ? undefined : { spent: charge.budget, waitMs };
    } catch {
      // Whoever keeps the connection has told why.
      return { spent: 'uncounted' };
    }
  };
  return {
    requests: budgets.requests,
    spend,
    check: () =>
      probe().then(
        () => true,
        () => false,
      ),
    [Symbol.asyncDispose]: () => connection.close(),
  };
}
