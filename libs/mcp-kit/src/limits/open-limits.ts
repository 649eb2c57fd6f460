import { ConfigurationError } from '../config.ts';
import type { ServerDefinition } from '../server-definition.ts';
import type { LimitsConfig, RedisPlace } from './limits-config.ts';
import type { Budgets, Limits } from './limits.ts';
import { memoryLimits, shareOf } from './memory-limits.ts';

/**
 * Opens what counts a server's calls. In Redis, budgets are those of all replicas; in memory, and for what HTTP counts before the protocol, a
 * replica has its share. Throws a ConfigurationError where a Redis that was named cannot count now.
 */
export async function openLimits(
  definition: ServerDefinition,
  { budgets, replicas, redis }: LimitsConfig,
  onFault: (fault: unknown, where: string) => void,
): Promise<Limits> {
  const own = shareOf(budgets, replicas);
  if (redis === undefined) return memoryLimits(own);
  return inRedis(definition, redis, { ...budgets, requests: own.requests }, onFault);
}

async function inRedis(
  { name, faces }: ServerDefinition,
  place: RedisPlace,
  budgets: Budgets,
  onFault: (fault: unknown, where: string) => void,
): Promise<Limits> {
  // Nobody else is made to load a client of Redis.
  const [{ redisLimits }, { RedisAway }] = await Promise.all([
    import('./redis-limits.ts'),
    import('./redis-connection.ts'),
  ]);
  const server = faces === 'customers' ? `${name} of customers` : name;
  const tell = (fault: unknown): void => {
    onFault(fault, 'limits');
  };
  try {
    return await redisLimits({ server, place, budgets, onFault: tell });
  } catch (fault) {
    if (!(fault instanceof RedisAway)) throw fault;
    const variable = /WRONGPASS|NOAUTH|password/.test(fault.word) ? 'PASSWORD_FILE' : 'URL';
    throw new ConfigurationError(`SUPERCARGO_LIMITS_REDIS_${variable}: ${fault.message}; every call would be refused`);
  }
}
