import { isLoopbackHost } from '@supercargo/kernel';
import * as z from 'zod';
import { DEFAULT_BUDGETS, type Budget, type Budgets } from './limits.ts';

/** Where counts are kept that several processes share. */
export interface RedisPlace {
  /** Without a password. */
  readonly url: string;
  readonly passwordFile: string | undefined;
}

/** What a process lets through, and who counts it. */
export interface LimitsConfig {
  readonly budgets: Budgets;
  /** How many processes share what is counted in memory. */
  readonly replicas: number;
  /** Undefined: counts are kept in memory. */
  readonly redis: RedisPlace | undefined;
}

/** In the clear to this machine only; to any other over TLS. The password is in a file of its own. */
function isRedisUrl(given: string): boolean {
  const url = URL.parse(given);
  if (url === null || url.hostname === '') return false;
  if ([url.password, url.search, url.hash].some((part) => part !== '')) return false;
  if (!/^(?:\/\d{0,3})?$/.test(url.pathname)) return false;
  return url.protocol === 'rediss:' || (url.protocol === 'redis:' && isLoopbackHost(url.hostname));
}

function budget({ calls, seconds }: Budget): z.ZodType<Budget> {
  return z
    .string()
    .regex(/^[1-9]\d{0,8}\/[1-9]\d{0,3}$/)
    .default(`${calls.toString()}/${seconds.toString()}`)
    .transform((text) => {
      const [of, within] = text.split('/').map(Number);
      return { calls: of ?? calls, seconds: within ?? seconds };
    });
}

const BUDGET = 'calls/seconds, such as 2000/10: up to 999999999 calls within up to 9999 seconds';

/** The variables of limits. Read with the others of a server; see `readServerConfig`. */
export const limitVariables = {
  SUPERCARGO_LIMITS_TENANT: budget(DEFAULT_BUDGETS.tenant),
  SUPERCARGO_LIMITS_PERSON: budget(DEFAULT_BUDGETS.person),
  SUPERCARGO_LIMITS_CUSTOMER: budget(DEFAULT_BUDGETS.customer),
  SUPERCARGO_LIMITS_TOOL: budget(DEFAULT_BUDGETS.tool),
  SUPERCARGO_LIMITS_REQUESTS: budget(DEFAULT_BUDGETS.requests),
  SUPERCARGO_LIMITS_REDIS_URL: z.string().max(2_000).refine(isRedisUrl).optional(),
  SUPERCARGO_LIMITS_REDIS_PASSWORD_FILE: z.string().min(1).max(4_000).optional(),
  SUPERCARGO_REPLICAS: z
    .string()
    .regex(/^[1-9]\d{0,3}$/)
    .default('1')
    .transform(Number),
} as const;

/** What each of them accepts, in words. */
export const limitsAccepted: Readonly<Record<keyof typeof limitVariables, string>> = {
  SUPERCARGO_LIMITS_TENANT: BUDGET,
  SUPERCARGO_LIMITS_PERSON: BUDGET,
  SUPERCARGO_LIMITS_CUSTOMER: BUDGET,
  SUPERCARGO_LIMITS_TOOL: BUDGET,
  SUPERCARGO_LIMITS_REQUESTS: BUDGET,
  SUPERCARGO_LIMITS_REDIS_URL:
    'rediss://host:port, or redis:// to this machine, without a password, which is in SUPERCARGO_LIMITS_REDIS_PASSWORD_FILE',
  SUPERCARGO_LIMITS_REDIS_PASSWORD_FILE: 'the path of a file, beside SUPERCARGO_LIMITS_REDIS_URL',
  SUPERCARGO_REPLICAS: 'a whole number from 1 to 9999',
};

type LimitVariables = z.output<z.ZodObject<typeof limitVariables>>;

/** A password without an address would be a limit that somebody believes to be strict and that is not. */
export function passwordHasPlace(variables: Partial<LimitVariables>): boolean {
  const { SUPERCARGO_LIMITS_REDIS_URL: url, SUPERCARGO_LIMITS_REDIS_PASSWORD_FILE: file } = variables;
  return file === undefined || url !== undefined;
}

export function limitsOf(variables: LimitVariables): LimitsConfig {
  const { SUPERCARGO_LIMITS_REDIS_URL: url, SUPERCARGO_LIMITS_REDIS_PASSWORD_FILE: passwordFile } = variables;
  return {
    budgets: {
      tenant: variables.SUPERCARGO_LIMITS_TENANT,
      person: variables.SUPERCARGO_LIMITS_PERSON,
      customer: variables.SUPERCARGO_LIMITS_CUSTOMER,
      tool: variables.SUPERCARGO_LIMITS_TOOL,
      requests: variables.SUPERCARGO_LIMITS_REQUESTS,
    },
    replicas: variables.SUPERCARGO_REPLICAS,
    redis: url === undefined ? undefined : { url, passwordFile },
  };
}
